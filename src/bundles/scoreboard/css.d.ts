// esbuild writes a page's imported styles to a .css file beside it.
declare module '*.css';
