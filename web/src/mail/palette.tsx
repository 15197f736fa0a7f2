import { useSignal } from '@preact/signals'
import { inert } from '../text/addresses'
import type { Messages } from '../text/en'
import { useModal } from '../ui/dialog'
import { type Action, KEYS } from '../ui/keys'
import { mailboxName } from './mailbox-name'
import type { Mail } from './model'

interface Command { label: string, key: string, run: () => void }

/** All that can be done, by its name. `moves`: only mailboxes to move to. */
export function Palette({ words, mail, isMove, run, onSettings, onServer, onClose }:
    { words: Messages, mail: Mail, isMove: boolean, run: (action: Action) => void, onSettings: () => void, onServer: () => void, onClose: () => void }) {
    const text = useSignal('')
    const at = useSignal(0)
    const found = commands(words, mail, isMove, run, onSettings, onServer).filter(one => matches(one.label, text.value)).slice(0, 12)
    const { shut, props } = useModal(onClose)
    // a command may open a window of its own: after this one is gone
    const take = (one: Command | undefined) => {
        shut()
        one?.run()
    }
    const onKeyDown = (event: KeyboardEvent) => {
        if (event.key === 'ArrowDown') at.value = (at.value + 1) % Math.max(1, found.length)
        else if (event.key === 'ArrowUp') at.value = (at.value + found.length - 1) % Math.max(1, found.length)
        else if (event.key === 'Enter') take(found[at.value])
        else return
        event.preventDefault()
    }
    return <dialog {...props} class="palette" aria-label={words.palette.title} onKeyDown={onKeyDown}>
        <input type="text" role="combobox" aria-expanded="true" aria-controls="palette" aria-label={words.palette.hint} placeholder={words.palette.hint}
            {...found.length > 0 ? { 'aria-activedescendant': `palette${at.value}` } : {}}
            onInput={event => { text.value = event.currentTarget.value; at.value = 0 }} />
        <ul id="palette" role="listbox" aria-label={words.palette.title}>{found.map((one, i) => <li id={`palette${i}`} role="option" aria-selected={i === at.value}
            onClick={() => take(one)}><span>{one.label}</span>{one.key && <kbd>{one.key}</kbd>}</li>)}</ul>
        {found.length === 0 && <p class="note">{words.palette.nothing}</p>}
    </dialog>
}

function commands(words: Messages, mail: Mail, isMove: boolean, run: (action: Action) => void, onSettings: () => void, onServer: () => void): Command[] {
    const boxes = mail.mailboxes.value.map(one => ({ one, name: mailboxName(one, words) }))
    const moves = mail.actions.targets.length === 0 ? [] : boxes.filter(({ one }) => one.id !== mail.mailboxId.value)
        .map(({ one, name }) => ({ label: words.palette.move(name), key: '', run: () => mail.actions.moveTo(one.id) }))
    if (isMove) return moves
    const labels = mail.actions.targets.length === 0 ? [] : mail.labels.all.value
        .map(one => ({ label: words.labels.give(inert(one.name)), key: '', run: () => mail.actions.label(one, true) }))
    const actions = (Object.keys(KEYS) as Action[]).filter(one => one !== 'palette')
        .map(one => ({ label: words.actions[one], key: KEYS[one][0]!, run: () => run(one) }))
    const server = mail.isOperator.value ? [{ label: words.palette.server, key: '', run: onServer }] : []
    const settings = { label: words.settings.title, key: '', run: onSettings }
    return [...actions, settings, ...server, ...boxes.map(({ one, name }) => ({ label: words.palette.go(name), key: '', run: () => mail.go(one.id) })), ...moves, ...labels]
}

/** All words are in it, in any order, from the beginning of one. */
function matches(label: string, text: string): boolean {
    const plain = (one: string) => one.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
    return plain(text).split(/\s+/).every(word => ` ${plain(label)}`.includes(` ${word}`) || word === '')
}
