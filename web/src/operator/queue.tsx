import { useSignal } from '@preact/signals'
import { inert } from '../text/addresses'
import { longDate } from '../text/dates'
import { Danger, order, useAsked, Waiting, whyText } from './asking'
import type { PageProps } from './operator-dialog'
import { WaitingEntries } from './waiting-entries'

/** Why something waits, as it is told of a domain and of a recipient. */
export interface Reasons { attempts: number, next?: string, lastReply?: string, lastPeer?: string, means?: string, meansInItalian?: string, fault?: string }
interface DomainLine extends Reasons { domain: string, recipients: number, held: number, oldest: string }
interface QueueOf { domains: DomainLine[], entries: number, recipients: number, whole: boolean }
const PATH = '/api/operator/queue'
/** With the password again: mail stays, leaves or is lost by it. */
type Weighty = 'hold' | 'release' | 'give-up'

/**
 * What waits to leave: by the domain it goes to, and of a domain each recipient. `what`: the domain that is opened at
 * once.
 */
export function Queue(props: PageProps) {
    const chosen = useSignal(props.what)
    return chosen.value === '' ? <Domains {...props} onOpen={domain => { chosen.value = domain }} />
        : <WaitingEntries {...props} domain={chosen.value} onBack={() => { chosen.value = '' }} />
}

function Domains(props: PageProps & { onOpen: (domain: string) => void }) {
    const { op, onOpen } = props
    const asked = useAsked<QueueOf>(props, PATH)
    const told = useSignal('')
    const now = asked.value.value
    const retry = (domain: string) => retryText(props, { domain }).then(async said => {
        told.value = said
        await asked.again()
    })
    return <>
        <Waiting {...props} asked={asked} />
        {now && <p role="status">{now.recipients === 0 ? op.queue.none : op.queue.waits(now.entries, now.recipients)}</p>}
        {now?.whole === false && <p class="note">{op.queue.notAll}</p>}
        <div role="status">{told.value}</div>
        <ul class="lines">{now?.domains.map(one => <DomainItem key={one.domain} {...props} line={one} onOpen={onOpen}
            retry={retry} again={asked.again} />)}</ul>
        <p class="note">{op.queue.silently}</p>
    </>
}

function DomainItem(props: PageProps & { line: DomainLine, onOpen: (domain: string) => void,
    retry: (domain: string) => void, again: () => Promise<void> }) {
    const { op, words, line, onOpen, retry, again } = props
    const name = inert(line.domain) || op.queue.others
    return <li>
        <div><b>{name}</b> <span class="note">{op.queue.recipients(line.recipients)}{line.held > 0 && `, ${op.queue.held(line.held)}`}</span>
            <small class="note">{op.queue.since(longDate(line.oldest, words))}, {op.queue.attempts(line.attempts)}</small>
            <Why {...props} of={line} isHeld={line.held === line.recipients} /></div>
        {line.domain !== '' && <>
            <button type="button" aria-label={op.queue.showOne(name)} onClick={() => onOpen(line.domain)}>{op.queue.show}</button>
            <button type="button" aria-label={op.queue.retryOne(name)} onClick={() => retry(line.domain)}>{op.queue.retry}</button>
            <Orders {...props} name={name} which={{ domain: line.domain }} again={again}
                isHeld={line.held > 0} isGoing={line.held < line.recipients} />
        </>}
    </li>
}

/** The reason in plain words, then what the other side has said, then the next step. */
export function Why({ op, words, of, isHeld }: PageProps & { of: Reasons, isHeld: boolean }) {
    const means = words.language === 'it' ? of.meansInItalian : of.means
    const next = isHeld ? op.queue.nextHeld : of.fault ? op.queue.nextFault : of.next ? op.queue.next(longDate(of.next, words)) : ''
    return <>
        {of.fault && <small class="wrong">{inert(of.fault)}</small>}
        {means && <small>{inert(means)}</small>}
        {of.lastReply && <small class="note">{op.queue.said(inert(of.lastPeer ?? ''), inert(of.lastReply))}</small>}
        {next && <small class="note">→ {next}</small>}
    </>
}

/** What is weighty of what can be done. `isHeld`, `isGoing`: whether some of it is; both of a domain, or one. */
export function Orders(props: PageProps & { name: string, which: object, isHeld: boolean, isGoing: boolean,
    again: () => Promise<void> }) {
    const { op, name, isHeld, isGoing, again } = props
    const told = useSignal('')
    const give = (path: Weighty): Parameters<typeof Danger>[0]['work'] => async ask => {
        const got = await ask<{ recipients: number }>(`${PATH}/${path}`, props.which)
        if (!got.ok) return whyText(got.error, props)
        told.value = op.queue.ordered(got.value.recipients)
        await again()
        return ''
    }
    return <div class="whole">
        {isHeld && <Danger {...props} key="release" name={op.queue.release} label={op.queue.releaseOne(name)}
            note={op.queue.releaseNote} work={give('release')} />}
        {isGoing && <Danger {...props} key="hold" name={op.queue.hold} label={op.queue.holdOne(name)}
            note={op.queue.holdNote} work={give('hold')} />}
        <Danger {...props} key="give-up" name={op.queue.giveUp} label={op.queue.giveUpOne(name)}
            note={op.queue.giveUpNote} work={give('give-up')} />
        <div role="status">{told.value}</div>
    </div>
}

export function retryText(props: PageProps, which: object): Promise<string> {
    return order<{ recipients: number }>(props, `${PATH}/retry`, which, ({ recipients }) =>
        props.op.queue.ordered(recipients))
}
