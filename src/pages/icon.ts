/** An open handbook with a bookmark. */
export const ICON = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">
<rect width="32" height="32" rx="8" fill="#0b4f8a"/>
<path d="M6 9.5c3.6-1.4 7-1.2 10 .8v14.4c-3-2-6.4-2.2-10-.8z" fill="#fff"/>
<path d="M26 9.5c-3.6-1.4-7-1.2-10 .8v14.4c3-2 6.4-2.2 10-.8z" fill="#dce9f5"/>
<path d="M19 6.5h4v10l-2-1.8-2 1.8z" fill="#d62b1f"/>
<path d="M8.3 13.2c1.9-.5 3.6-.4 5.2.3M8.3 16.7c1.9-.5 3.6-.4 5.2.3M8.3 20.2c1.9-.5 3.6-.4 5.2.3" stroke="#0b4f8a" stroke-width="1.2" stroke-linecap="round" fill="none"/>
</svg>`;
