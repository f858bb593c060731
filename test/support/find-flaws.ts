/** Runs in a page, as text because tests are typed for Node: what a checker of accessibility would name first. */
export const FIND_FLAWS = `(() => {
  const flaws = [];
  if (document.documentElement.scrollWidth > innerWidth) flaws.push('scrolls sideways');
  if (document.documentElement.lang !== 'vi') flaws.push('lang is not vi');
  if (document.title === '') flaws.push('no title');
  for (const tag of ['h1', 'main']) {
    if (document.querySelectorAll(tag).length !== 1) flaws.push('not exactly one ' + tag);
  }
  const ids = [...document.querySelectorAll('[id]')].map(({ id }) => id);
  if (new Set(ids).size !== ids.length) flaws.push('an id stands twice');
  for (const field of document.querySelectorAll('input:not([type=hidden]), textarea, select')) {
    if (field.labels.length === 0) flaws.push('no label: ' + field.outerHTML);
  }
  for (const named of document.querySelectorAll('a, button, summary')) {
    if (named.textContent.trim() === '') flaws.push('no name: ' + named.outerHTML);
  }
  for (const image of document.querySelectorAll('img:not([alt])')) flaws.push('no alt: ' + image.outerHTML);
  for (const button of document.querySelectorAll('button, .button, nav[aria-label=Chính] a')) {
    const { width, height } = button.getBoundingClientRect();
    if (width > 0 && Math.min(width, height) < 40) flaws.push('too small to tap: ' + button.outerHTML);
  }

  const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const paint = (colors) => {
    for (const color of colors) {
      canvas.fillStyle = color;
      canvas.fillRect(0, 0, 1, 1);
    }
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const luminance = (color) => {
    const [r, g, b] = color.map((part) => {
      const value = part / 255;
      return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  for (const element of document.querySelectorAll('body *')) {
    const hasText = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim() !== '');
    if (!hasText || !element.checkVisibility() || element.closest('.hidden, [aria-hidden], option')) continue;
    const behind = ['white'];
    for (let at = element; at; at = at.parentElement) behind.splice(1, 0, getComputedStyle(at).backgroundColor);
    const shades = [luminance(paint(behind)), luminance(paint([...behind, getComputedStyle(element).color]))];
    const contrast = (Math.max(...shades) + 0.05) / (Math.min(...shades) + 0.05);
    if (contrast < 4.5) flaws.push('contrast ' + contrast.toFixed(1) + ': ' + element.outerHTML.slice(0, 120));
  }
  return flaws;
})()`;
