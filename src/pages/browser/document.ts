/** Brings the quoted words, not just the provision that holds them, into sight, and lets readers start there. */
const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
const mark = target?.querySelector('mark') ?? document.querySelector('mark');
mark?.scrollIntoView({ block: 'center', behavior: 'instant' });
(target ?? mark?.closest<HTMLElement>('[tabindex]'))?.focus({ preventScroll: true });
