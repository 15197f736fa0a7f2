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
    select: ['x'],
    selectAll: ['* a'],
    selectNone: ['* n'],
    move: ['v'],
    label: ['l'],
    snooze: ['h', 'b'],
    star: ['s'],
    read: ['I'],
    unread: ['U'],
    undo: ['z'],
    goInbox: ['g i'],
    goDrafts: ['g d'],
    goSent: ['g t'],
    goArchive: ['g a'],
    search: ['/'],
    palette: ['Mod+k'],
    help: ['?'],
}

/** Between the two keys of a sequence. */
const SEQUENCE_MS_MAX = 1_000

export interface Pressed { key: string, ctrlKey: boolean, metaKey: boolean, altKey: boolean, isTyping: boolean }

/** In the browser: '1' where letters do nothing (WCAG 2.1.4). */
const OFF = 'sigillo letters off'

export function areLettersOff(): boolean { return globalThis.localStorage?.getItem(OFF) === '1' }

export function switchLetters(areOff: boolean): void {
    if (areOff) localStorage.setItem(OFF, '1')
    else localStorage.removeItem(OFF)
}

/**
 * Says which action keys are. Letters do nothing while somebody types, with Ctrl, Alt or Meta, or where they are
 * switched off.
 */
export class Keys {
    private first = ''
    private pressedAt = 0

    constructor(private readonly areOff: () => boolean = areLettersOff) {}

    action(pressed: Pressed, now: number): Action | undefined {
        if ((pressed.ctrlKey !== pressed.metaKey) && !pressed.altKey && pressed.key.toLowerCase() === 'k') return 'palette'
        if (this.areOff() && pressed.key.length === 1) return undefined
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

/** Of fields, those that take no letters: a row that is marked by the pointer is put away by a key all the same. */
const UNWRITTEN = 'input:is([type=checkbox], [type=button], [type=submit], [type=reset], [type=image])'

/** Whether letters go into a field there. Nothing goes into a window that is closed. */
export function isTyping(target: EventTarget | null): boolean {
    return target instanceof HTMLElement && !target.closest('dialog:not([open])')
        && (target.isContentEditable || target.matches('input, textarea, select, [role=textbox]') && !target.matches(UNWRITTEN))
}
