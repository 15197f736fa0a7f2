/** What somebody who goes away has set. `from`, `to`: as RFC 8621 section 8 has them; null: at once, and without an end. */
export interface Away { isOn: boolean, from: string | null, to: string | null, text: string }
export type AwayTrouble = 'order' | 'past' | 'text'

/** Why it would answer nobody, or say nothing. What is off may be empty, and over. */
export function whyNotAway({ isOn, from, to, text }: Away, now = Date.now()): AwayTrouble | undefined {
    if (from !== null && to !== null && Date.parse(to) <= Date.parse(from)) return 'order'
    if (isOn && to !== null && Date.parse(to) <= now) return 'past'
    return isOn && text === '' ? 'text' : undefined
}
