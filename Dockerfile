# docker build -t so-tay . && docker run --read-only --tmpfs /tmp -v so-tay:/data -p 8080:8080 so-tay

# The full image: hnswlib-node is compiled.
FROM node:20-bookworm AS build
WORKDIR /app
# Node's headers lie here; node-gyp need not fetch them.
ENV npm_config_nodedir=/usr/local
COPY package.json package-lock.json .npmrc build.js tsconfig.json ./
COPY src ./src
# `prepare` makes dist/ and leaves out the libraries of other platforms; nothing that runs needs esbuild.
RUN npm ci --omit=dev && rm -r node_modules/esbuild node_modules/@esbuild

FROM node:20-bookworm-slim
WORKDIR /app
ENV NODE_ENV=production DATA_DIR=/data HOST=0.0.0.0
RUN mkdir /data && chown node:node /data
COPY --from=build /app/node_modules ./node_modules
COPY models ./models
COPY package.json ./
COPY prompts ./prompts
COPY knowledge ./knowledge
COPY --from=build /app/dist ./dist
USER node
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=10s --start-period=60s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT || 8080}/healthz`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "--max-semi-space-size=2", "dist/main.js"]
