/** A style sheet, which the build bundles as text. */
declare module '*.css' {
  const text: string;
  export default text;
}
