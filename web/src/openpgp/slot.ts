import type { WrappedSlot } from './calls'

/** What a slot says. Undefined for what none of ours has written. */
export function slotIn(wrapped: Uint8Array): WrappedSlot | undefined {
    try {
        const said = JSON.parse(new TextDecoder().decode(wrapped)) as Partial<WrappedSlot>
        return said.v === 1 && typeof said.sealed === 'string' ? said as WrappedSlot : undefined
    } catch {
        return undefined
    }
}
