/** Of a file: without characters that turn text around, are not seen, or end a line. U+200D stays, as emoji are joined by it. */
export function plainName(name: string): string { return name.replace(/(?!\u200d)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, ' ').replace(/ +/g, ' ').trim() }
