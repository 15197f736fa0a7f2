import type { Messages } from '../text/en'

/** What can be done by a key. One table: handlers, the sheet of keys and tests are made of it. */
export type Action = keyof Messages['actions']

/** Gmail's letters. Two with a space between are typed one after the other. */
export const KEYS: Record<Action, string[]> = {
    next: ['j', 'ArrowDown'],
    previous: ['k', 'ArrowUp'],
    open: ['Enter', 'o'],
    back: ['u', 'Escape'],
    write: ['c'],
    reply: ['r'],
    replyAll: ['a'],
    forward: ['f'],
    archive: ['e'],
    remove: ['#', 'Delete'],
    junk: ['!'],
    star: ['s'],
    read: ['I'],
    unread: ['U'],
    undo: ['z'],
    goInbox: ['g i'],
    help: ['?'],
}

/** Between the two keys of a sequence. */
const SEQUENCE_MS_MAX = 1_000

export interface Pressed { key: string, ctrlKey: boolean, metaKey: boolean, altKey: boolean, isTyping: boolean }

/** Says which action keys are. Nothing fires while somebody types, or with Ctrl, Alt or Meta. */
export class Keys {
    private first = ''
    private pressedAt = 0

    action(pressed: Pressed, now: number): Action | undefined {
        if (pressed.isTyping || pressed.ctrlKey || pressed.metaKey || pressed.altKey) return undefined
        const sequence = now - this.pressedAt <= SEQUENCE_MS_MAX && this.first ? `${this.first} ${pressed.key}` : ''
        const found = actionOf(sequence) ?? actionOf(pressed.key)
        this.first = found ? '' : pressed.key
        this.pressedAt = now
        return found
    }
}

function actionOf(keys: string): Action | undefined {
    return (Object.keys(KEYS) as Action[]).find(action => KEYS[action].includes(keys))
}

/** Whether letters go into a field there. */
export function isTyping(target: EventTarget | null): boolean {
    return target instanceof HTMLElement
        && (target.isContentEditable || target.matches('input, textarea, select, [role=textbox]'))
}
