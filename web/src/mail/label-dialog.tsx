import { useSignal } from '@preact/signals'
import type { Id } from '../jmap/types'
import { inert } from '../text/addresses'
import type { Messages } from '../text/en'
import { keywordFor } from '../text/label-keyword'
import { calledAlike, TAG_COLOURS, type Label } from '../text/labels'
import { Dialog } from '../ui/dialog'
import { clearLabel, giveAgain } from './label-clearing'
import type { Mail } from './model'

interface Props { words: Messages, mail: Mail, onClose: () => void }
const COLOUR = '#0a6cce'
const NAME_CHARACTERS_MAX = 60

/** Labels are given to what is marked, made, called otherwise, coloured, taken away. */
export function LabelDialog({ words, mail, onClose }: Props) {
    const edited = useSignal<string | undefined>(undefined)
    const wrong = useSignal('')
    const rows = mail.actions.targets
    const conversations = rows.map(row => mail.conversation(row))
    const having = ({ keyword }: Label) => conversations.filter(all => all.some(email => email.keywords[keyword])).length
    const done = (isDone: boolean) => {
        wrong.value = isDone ? '' : words.mailboxes.failed
        if (isDone) edited.value = undefined
    }
    const unlessTaken = (name: string, except: string | undefined, put: () => Promise<boolean>) => {
        const other = calledAlike(name, mail.labels.all.value, except)
        if (other) wrong.value = words.labels.nameTaken(inert(other.name))
        else void put().then(done)
    }
    return <Dialog title={words.actions.label} close={words.keys.close} onClose={onClose}>
        <ul class="labels">{mail.labels.all.value.map(one => <li key={one.keyword}>
            <label class="label" style={{ '--label': one.color }}>{rows.length > 0 && <Given having={having(one)} of={rows.length}
                onChange={isGiven => mail.actions.label(one, isGiven)} />} {inert(one.name)}</label>
            {mail.labels.isThere && <button type="button" class="plain" aria-expanded={edited.value === one.keyword} aria-label={words.labels.edit(inert(one.name))}
                onClick={() => { edited.value = edited.value === one.keyword ? undefined : one.keyword }}>{words.settings.edit}</button>}
            {edited.value === one.keyword && <Fields words={words} label={one} onSave={(name, color) =>
                unlessTaken(name, one.keyword, () => change(words, mail, one, name, color))}
                {...one.keyword in TAG_COLOURS ? {} : { onRemove: () => void remove(words, mail, one).then(done) }} />}
        </li>)}</ul>
        {mail.labels.isThere && <><h3>{words.labels.create}</h3>
            <Fields key={mail.labels.all.value.length} words={words} onSave={(name, color) =>
                unlessTaken(name, undefined, () => create(words, mail, name, color, rows))} /></>}
        <div class="wrong" role="alert">{wrong.value}</div>
    </Dialog>
}

/** Half set where some of the conversations have it: then a click gives it to all. */
function Given({ having, of, onChange }: { having: number, of: number, onChange: (isGiven: boolean) => void }) {
    const isHalf = having > 0 && having < of
    return <input type="checkbox" checked={having === of} indeterminate={isHalf} onChange={event => onChange(event.currentTarget.checked)} />
}

function Fields({ words, label, onSave, onRemove }: { words: Messages, label?: Label, onSave: (name: string, color: string) => void, onRemove?: () => void }) {
    return <form class="label-fields" onSubmit={event => {
        event.preventDefault()
        const form = new FormData(event.currentTarget as HTMLFormElement)
        const name = String(form.get('name')).trim()
        if (name) onSave(name, String(form.get('color')))
    }}>
        <input name="name" type="text" required maxLength={NAME_CHARACTERS_MAX} aria-label={words.mailboxes.name} defaultValue={label?.name ?? ''} />
        <input name="color" type="color" aria-label={words.labels.colour} defaultValue={label?.color ?? COLOUR} />
        <button>{words.settings.save}</button>
        {onRemove && <button type="button" onClick={onRemove}>{words.mailboxes.remove}</button>}
    </form>
}

function told(mail: Mail, text: string, undo: () => Promise<boolean>): true {
    mail.actions.sayUndoable(text, undo)
    return true
}

/** What is marked gets it at once. */
async function create(words: Messages, mail: Mail, name: string, color: string, rows: readonly Id[]): Promise<boolean> {
    const label = { keyword: keywordFor(name, mail.labels.all.value.map(one => one.keyword)), name, color }
    if (!await mail.labels.put(label.keyword, { name, color })) return false
    const take = rows.length > 0 ? mail.actions.label(label, true) : undefined
    return told(mail, words.labels.created(inert(name)), async () => {
        await take?.()
        return mail.labels.put(label.keyword, null)
    })
}

async function change(words: Messages, mail: Mail, { keyword }: Label, name: string, color: string): Promise<boolean> {
    const before = mail.labels.entry(keyword) ?? null
    if (!await mail.labels.put(keyword, { name, color })) return false
    return told(mail, words.labels.changed, () => mail.labels.put(keyword, before))
}

/** From all messages that have it. */
async function remove(words: Messages, mail: Mail, { keyword, name, color }: Label): Promise<boolean> {
    const ids = await clearLabel(mail.client, keyword)
    if (!ids || !await mail.labels.put(keyword, null)) return false
    void mail.look(['Email'])
    return told(mail, words.labels.removed(inert(name)), async () => {
        const isBack = await mail.labels.put(keyword, { name, color }) && await giveAgain(mail.client, keyword, ids)
        void mail.look(['Email'])
        return isBack
    })
}
