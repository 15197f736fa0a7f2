import { useSignal } from '@preact/signals'
import { Asking, textOf } from '../settings/asking'
import { inert } from '../text/addresses'
import { longDate } from '../text/dates'
import { Danger, useAsked, Waiting, whyText } from './asking'
import type { PageProps } from './operator-dialog'
import { isOfPolicy } from './refusals'

interface Refusal { account: string, at: string, times: number, sender: string, recipient: string, host: string, reply: string }
/** RFC 3463 X.2.2: nobody's mail is let in by a word. */
const FULL = /^\d{3} [45]\.2\.2 /
interface RefusedOf { refused: Refusal[], whole: boolean }

/** What was refused, with why, and whose mail is let in from now on. `what`: of this account at first. */
export function Refused(props: PageProps) {
    const { op, own, what } = props
    const search = useSignal(what)
    const asked = useAsked<RefusedOf>(props, `/api/operator/refused?${new URLSearchParams({ search: search.value })}`)
    const told = useSignal('')
    const letIn = (path: string, sender: string, whose: object): Parameters<typeof Danger>[0]['work'] => async ask => {
        const got = await ask(`/api/operator/refused/${path}`, { sender, ...whose })
        if (!got.ok) return whyText(got.error, props)
        told.value = op.refused.isIn(inert(sender))
        return ''
    }
    const now = asked.value.value
    return <>
        <p class="note">{op.refused.what}</p>
        <Asking own={own} submit={op.search} isQuiet work={async form => { search.value = textOf(form, 'search').trim(); return '' }}>
            <label>{op.refused.find}<input type="text" name="search" maxLength={320} defaultValue={what} autocomplete="off" autocapitalize="none" spellcheck={false} /></label>
        </Asking>
        <Waiting {...props} asked={asked} />
        <div role="status">{told.value}</div>
        {now?.refused.length === 0 && <p>{op.refused.none}</p>}
        {now?.whole === false && <p class="note">{op.refused.notAll}</p>}
        <ul class="lines">{now?.refused.map((one, i) => <RefusalItem key={i} {...props} one={one} letIn={letIn} />)}</ul>
    </>
}

function RefusalItem(props: PageProps & { one: Refusal,
    letIn: (path: string, sender: string, whose: object) => Parameters<typeof Danger>[0]['work'] }) {
    const { op, words, one, letIn } = props
    const isAddress = one.sender.includes('@')
    const sender = one.sender === '<>' ? op.refused.nobody : one.sender === 'others' ? op.refused.others : inert(one.sender)
    return <li>
        <div><b>{op.refused.line(sender, inert(one.recipient || one.account))}</b>
            <small class="note">{longDate(one.at, words) || inert(one.at)}, {op.refused.times(one.times)}{one.host && `, ${op.refused.from(inert(one.host))}`}</small>
            {one.reply && <small>{op.refused.reply(inert(one.reply))}</small>}
            {FULL.test(one.reply) && <small class="note">→ {op.refused.full}</small>}</div>
        {isAddress && isOfPolicy(one.reply) && <>
            <Danger {...props} name={op.refused.letIn} label={op.refused.letInOne(inert(one.sender), inert(one.account))}
                note={op.refused.letInNote} work={letIn('let-in', one.sender, { account: one.account })} />
            <Danger {...props} name={op.refused.letInAll} label={op.refused.letInAllOne(inert(one.sender))}
                note={op.refused.letInAllNote} work={letIn('let-in-for-all', one.sender, {})} />
        </>}
    </li>
}
