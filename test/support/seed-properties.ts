import fc from 'fast-check';

/** What a property draws is the same at each run, so that CI passes or fails for what was changed; `PROPERTY_SEED=$RANDOM npm test` looks elsewhere. */
const { PROPERTY_SEED = '20261127' } = process.env;

fc.configureGlobal({ seed: Number(PROPERTY_SEED) });
