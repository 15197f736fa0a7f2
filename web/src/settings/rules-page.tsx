import { useSignal } from '@preact/signals'
import type { Client } from '../jmap/client'
import { inert } from '../text/addresses'
import type { Messages } from '../text/en'
import { useAsked } from '../ui/connection'
import { Loading, Missing } from '../ui/missing'
import { BeginAnew, type Foreign } from './begin-anew'
import { keepPlaces, type Known, load, save } from './rule-script'
import { placed, placeOf, type Rule, type RuleCondition, type RuleField, type RulePlace } from './rules'

export interface RuleMailbox extends RulePlace { name: string }

/** In the choice of mailboxes: one that is not there now. */
const KEPT = 'kept'

/**
 * Rules for mail that comes in: a script of Sieve, written here and read back. One that somebody else has written
 * stays as it is.
 */
export function Rules({ words, client, mailboxes }: { words: Messages, client: Client, mailboxes: RuleMailbox[] }) {
    const known = useSignal<Known | Foreign | 'failed' | undefined>(undefined)
    const told = useSignal('')
    /** Before one was deleted, as long as that is what was done last. */
    const before = useSignal<Rule[] | undefined>(undefined)
    const edited = useSignal<number | undefined>(undefined)
    const begin = async () => {
        known.value = undefined
        const got = await load(client)
        known.value = got && 'rules' in got ? await keepPlaces(client, got, mailboxes) ?? got : got ?? 'failed'
    }
    useAsked(begin, () => known.value === 'failed')
    const now = known.value
    if (now === undefined) return <Loading words={words} />
    if (now === 'failed') return <Missing words={words} again={begin} />
    if ('names' in now) {
        return <BeginAnew words={words} client={client} foreign={now} begin={async () => await save(client, [], undefined) !== undefined} onDone={text => {
            told.value = text
            void begin()
        }} />
    }
    const change = async (wanted: Rule[]) => {
        const rules = placed(wanted, mailboxes)
        known.value = { ...now, rules }
        edited.value = undefined
        before.value = undefined
        const script = await save(client, rules, now.script)
        told.value = script ? words.settings.saved : words.settings.notSaved
        if (script) known.value = { rules, script, other: undefined }
        return script !== undefined
    }
    const remove = async (i: number) => {
        const [all, name] = [now.rules, inert(now.rules[i]!.name)]
        if (!await change(all.filter((_, n) => n !== i))) return
        told.value = words.settings.ruleRemoved(name)
        before.value = all
    }
    const { rules } = now
    return <div class="rules">
        {now.other && <p class="note">{words.settings.otherScript(inert(now.other.name))}</p>}
        <ol>{rules.map((one, i) => <li>
            {edited.value === i ? <Editor words={words} rule={one} mailboxes={mailboxes} onCancel={() => { edited.value = undefined }}
                onSave={rule => void change(rules.map((other, n) => n === i ? rule : other))} />
                : <span class="rule"><b>{inert(one.name)}</b>
                    <button type="button" disabled={i === 0} aria-label={words.settings.up(inert(one.name))} onClick={() => void change(moved(rules, i, -1))}>↑</button>
                    <button type="button" onClick={() => { edited.value = i }}>{words.settings.edit}</button>
                    <button type="button" onClick={() => void remove(i)}>{words.settings.remove}</button></span>}
        </li>)}</ol>
        {edited.value === rules.length ? <Editor words={words} rule={{ name: '', isAll: true, conditions: [{ field: 'from', has: '' }], isLast: true }} mailboxes={mailboxes}
            onCancel={() => { edited.value = undefined }} onSave={rule => void change([...rules, rule])} />
            : <button type="button" onClick={() => { edited.value = rules.length }}>{words.settings.newRule}</button>}
        <div role="status">{told.value} {before.value && <button type="button" onClick={() => void change(before.value!)}>{words.told.undo}</button>}</div>
    </div>
}

function moved(rules: readonly Rule[], from: number, by: number): Rule[] {
    const copy = [...rules]
    copy.splice(from + by, 0, ...copy.splice(from, 1))
    return copy
}

function Editor({ words, rule, mailboxes, onSave, onCancel }:
    { words: Messages, rule: Rule, mailboxes: RuleMailbox[], onSave: (rule: Rule) => void, onCancel: () => void }) {
    const conditions = useSignal<RuleCondition[]>(rule.conditions)
    const fields: RuleField[] = ['from', 'to', 'subject', 'list']
    const place = placeOf(rule, mailboxes)
    // the mailbox is gone: it is made when mail comes for it
    const gone = place ? undefined : rule.mailbox
    const update = (i: number, part: Partial<RuleCondition>) => { conditions.value = conditions.value.map((one, n) => n === i ? { ...one, ...part } : one) }
    const save = (event: Event) => {
        event.preventDefault()
        const form = new FormData(event.currentTarget as HTMLFormElement)
        const mailbox = String(form.get('mailbox'))
        const wanted = conditions.value.map(one => ({ ...one, has: one.has.trim() })).filter(one => one.has !== '')
        if (wanted.length === 0) return
        const chosen = mailboxes.find(one => `/${one.path}` === mailbox)
        onSave({
            name: String(form.get('name')).trim() || wanted[0]!.has,
            isAll: form.get('all') === 'all',
            conditions: wanted,
            ...mailbox === KEPT ? { mailbox: rule.mailbox!, ...rule.mailboxId !== undefined && { mailboxId: rule.mailboxId } } : {},
            ...chosen && { mailbox: chosen.path, mailboxId: chosen.id },
            ...mailbox === 'discard' && { isDiscarded: true },
            ...form.has('seen') && { isSeen: true },
            ...form.has('starred') && { isStarred: true },
            isLast: form.has('last'),
        })
    }
    return <form class="form" onSubmit={save}>
        <label>{words.settings.ruleName}<input type="text" name="name" maxLength={100} defaultValue={rule.name} /></label>
        <label>{words.settings.when}<select name="all"><option value="all" selected={rule.isAll}>{words.settings.all}</option>
            <option value="any" selected={!rule.isAll}>{words.settings.any}</option></select></label>
        {conditions.value.map((one, i) => <div class="condition">
            <select aria-label={words.settings.field} onChange={event => update(i, { field: event.currentTarget.value as RuleField })}>
                {fields.map(field => <option value={field} selected={field === one.field}>{words.settings.fields[field]}</option>)}</select>
            <input type="text" aria-label={words.settings.contains} placeholder={words.settings.contains} maxLength={300} required value={one.has}
                onInput={event => update(i, { has: event.currentTarget.value })} />
            {conditions.value.length > 1 && <button type="button" aria-label={words.settings.remove} onClick={() => { conditions.value = conditions.value.filter((_, n) => n !== i) }}>×</button>}
        </div>)}
        <button type="button" class="plain" onClick={() => { conditions.value = [...conditions.value, { field: 'subject', has: '' }] }}>{words.settings.oneMore}</button>
        <label>{words.settings.then}<select name="mailbox"><option value="">{words.settings.stays}</option>
            {gone !== undefined && <option value={KEPT} selected>{words.palette.move(inert(gone))}</option>}
            {mailboxes.map(one => <option value={`/${one.path}`} selected={one === place}>{words.palette.move(one.name)}</option>)}
            <option value="discard" selected={rule.isDiscarded ?? false}>{words.settings.discard}</option></select></label>
        <label class="check"><input type="checkbox" name="seen" defaultChecked={rule.isSeen ?? false} /> {words.actions.read}</label>
        <label class="check"><input type="checkbox" name="starred" defaultChecked={rule.isStarred ?? false} /> {words.reading.star}</label>
        <label class="check"><input type="checkbox" name="last" defaultChecked={rule.isLast} /> {words.settings.last}</label>
        <div class="buttons"><button type="button" onClick={onCancel}>{words.keys.close}</button><button class="main">{words.settings.save}</button></div>
    </form>
}
