import { useSignal } from '@preact/signals'
import { Asking, textOf } from '../settings/asking'
import { inert } from '../text/addresses'
import { longDate } from '../text/dates'
import { order, useAsked, Waiting } from './asking'
import type { PageProps } from './operator-dialog'

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
    const letIn = async (sender: string, account?: string) => {
        const body = account === undefined ? { sender } : { sender, account }
        told.value = await order(props, '/api/operator/refused/let-in', body, () => op.refused.isIn(inert(sender)))
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

function RefusalItem({ op, words, one, letIn }: PageProps & { one: Refusal, letIn: (sender: string, account?: string) => Promise<void> }) {
    const isAddress = one.sender.includes('@')
    const sender = one.sender === '<>' ? op.refused.nobody : one.sender === 'others' ? op.refused.others : inert(one.sender)
    return <li>
        <div><b>{op.refused.line(sender, inert(one.recipient || one.account))}</b>
            <small class="note">{longDate(one.at, words) || inert(one.at)}, {op.refused.times(one.times)}{one.host && `, ${op.refused.from(inert(one.host))}`}</small>
            {one.reply && <small>{op.refused.reply(inert(one.reply))}</small>}
            {FULL.test(one.reply) && <small class="note">→ {op.refused.full}</small>}</div>
        {isAddress && <>
            <button type="button" aria-label={op.refused.letInOne(inert(one.sender), inert(one.account))} onClick={() => void letIn(one.sender, one.account)}>{op.refused.letIn}</button>
            <button type="button" aria-label={op.refused.letInAllOne(inert(one.sender))} onClick={() => void letIn(one.sender)}>{op.refused.letInAll}</button>
        </>}
    </li>
}
