import { useSignal } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'
import { inert } from '../text/addresses'
import { longDate } from '../text/dates'
import { sizeText } from '../text/sizes'
import { useAsked, Waiting, whyText } from './asking'
import type { PageProps } from './operator-dialog'
import { Orders, type Reasons, retryText, Why } from './queue'

interface WaitingLine extends Reasons { id: string, trace: string, from: string, created: string, octets: number, to: string, held: boolean }
interface WaitingPage { waiting: WaitingLine[], next?: string }

/** Each recipient of a domain that waits. An order is for the whole message. */
export function WaitingEntries(props: PageProps & { domain: string, onBack: () => void }) {
    const { op, domain, onBack } = props
    const pathOf = (after: string) => `/api/operator/queue/entries?${new URLSearchParams({ domain, after })}`
    const asked = useAsked<WaitingPage>(props, pathOf(''))
    const more = useSignal<WaitingPage | undefined>(undefined)
    const told = useSignal('')
    const back = useRef<HTMLButtonElement>(null)
    useEffect(() => back.current?.focus(), [])
    const first = asked.value.value
    const next = more.value ? more.value.next : first?.next
    const again = async () => {
        more.value = undefined
        await asked.again()
    }
    const retry = (id: string) => void retryText(props, { id }).then(async said => {
        told.value = said
        await again()
    })
    const showMore = async () => {
        const got = await props.pages.get<WaitingPage>(pathOf(next!))
        if (got.ok) more.value = { ...got.value, waiting: [...more.value?.waiting ?? [], ...got.value.waiting] }
        else told.value = whyText(got.error, props)
    }
    return <>
        <button type="button" class="plain" ref={back} onClick={onBack}>{op.back}</button>
        <h4>{inert(domain)}</h4>
        <Waiting {...props} asked={asked} />
        <div role="status">{told.value}</div>
        {first?.waiting.length === 0 && <p>{op.queue.none}</p>}
        <ul class="lines">{[...first?.waiting ?? [], ...more.value?.waiting ?? []].map(one => <Entry key={`${one.id} ${one.to}`} {...props} line={one}
            retry={retry} again={again} />)}</ul>
        {next !== undefined && <button type="button" onClick={() => void showMore()}>{op.more}</button>}
    </>
}

function Entry(props: PageProps & { line: WaitingLine, retry: (id: string) => void, again: () => Promise<void> }) {
    const { op, words, line, retry, again, go } = props
    const from = inert(line.from) || op.queue.notification
    return <li>
        <div><b>{op.queue.line(from, inert(line.to))}</b> <code>{inert(line.id)}</code>
            <small class="note">{op.queue.since(longDate(line.created, words))}, {sizeText(line.octets, words)}, {op.queue.attempts(line.attempts)}</small>
            <Why {...props} of={line} isHeld={line.held} /></div>
        {!line.held && <button type="button" aria-label={op.queue.retryOne(line.id)} onClick={() => retry(line.id)}>{op.queue.retry}</button>}
        <button type="button" aria-label={op.queue.traceOne(line.id)} onClick={() => go('trace', line.trace)}>{op.parts.trace}</button>
        <Orders {...props} name={line.id} which={{ id: line.id }} again={again} isHeld={line.held} isGoing={!line.held} />
    </li>
}
