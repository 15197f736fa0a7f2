import { OF_PROGRAMS } from './labels'

const KEYWORD_CHARACTERS_MAX = 40

/** Letters that each program can show; none that is taken. */
export function keywordFor(name: string, taken: readonly string[]): string {
    const plain = name.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replace(/[^a-z0-9]+/g, '_').replace(/^_|_$/g, '')
    const base = plain.slice(0, KEYWORD_CHARACTERS_MAX) || 'label'
    const isFree = (one: string) => !taken.includes(one) && !OF_PROGRAMS.has(one)
    let found = base
    for (let i = 2; !isFree(found); i++) found = `${base}_${i}`
    return found
}
