import { useEffect } from 'preact/hooks'
import { useSignal } from '@preact/signals'
import { inert } from '../text/addresses'
import { longDate } from '../text/dates'
import { order, type Part, useAsked, Waiting } from './asking'
import type { PageProps } from './operator-dialog'

interface Said { en: string, it: string }
interface BoardLine { subject: string, state: string, name: string, title: Said, sentence: Said, next: Said }
interface Listener { name: string, address: string, connections: number }
interface ServerStatus { hostname: string, up: string, domains: number, accounts: number, queue: { entries: number }, listeners: Listener[],
    availability?: { served: string, since: string }, board?: { at: string, lines: BoardLine[] } }

/** While the server looks, its board is asked for again after so long. In milliseconds. */
const AGAIN_MS = 3_000
/** Where that is dealt with. */
const PART_OF: Record<string, Part> = { sending: 'queue', receiving: 'domains', names: 'domains', certificates: 'certificates', reputation: 'queue', backup: 'backups', updates: 'upgrades' }

/** How the server is: what needs somebody, each in a sentence with its next step, then figures. */
export function Status(props: PageProps) {
    const { op, words } = props
    const asked = useAsked<ServerStatus>(props, '/api/operator/status')
    const told = useSignal('')
    const now = asked.value.value
    const board = now?.board
    useEffect(() => {
        const isWaiting = now !== undefined && (board === undefined || told.value !== '')
        const timer = isWaiting ? setTimeout(() => void asked.again(), AGAIN_MS) : undefined
        return () => clearTimeout(timer)
    }, [now])
    useEffect(() => { told.value = '' }, [board?.at])
    if (now === undefined) return <Waiting {...props} asked={asked} />
    const look = async () => {
        told.value = await order(props, '/api/operator/status/look', {}, () => op.status.lookedFor)
        await asked.again()
    }
    return <>
        {board === undefined ? <p role="status">{op.status.looking}</p> : <Board {...props} lines={board.lines} />}
        <div role="status">{told.value}</div>
        <p class="row-of"><button type="button" onClick={() => void look()}>{op.status.look}</button>
            {board && <small class="note">{op.status.at(longDate(board.at, words))}</small>}</p>
        <Facts {...props} now={now} />
        <p><a href="/status#push">{op.status.notices}</a></p>
        <p class="note">{op.privacy}</p>
    </>
}

function Board(props: PageProps & { lines: BoardLine[] }) {
    const { op, lines } = props
    const of = (state: string) => lines.filter(one => one.state === state)
    const [wrong, warning, fine] = [of('wrong'), [...of('warning'), ...of('unknown')], of('fine')]
    const headline = wrong.length > 0 ? op.status.wrong(wrong.length) : warning.length > 0 ? op.status.warnings(warning.length) : op.status.well
    return <>
        <p class={wrong.length > 0 ? 'warning' : 'headline'}>{headline}</p>
        <ul class="lines">{[...wrong, ...warning].map(one => <BoardItem key={`${one.subject}/${one.name}`} {...props} line={one} />)}</ul>
        {fine.length > 0 && <details><summary>{op.status.fine(fine.length)}</summary>
            <ul class="lines">{fine.map(one => <BoardItem key={`${one.subject}/${one.name}`} {...props} line={one} />)}</ul></details>}
    </>
}

function BoardItem({ op, words, go, line }: PageProps & { line: BoardLine }) {
    const say = (said: Said) => inert(words.language === 'it' ? said.it : said.en)
    const part = PART_OF[line.subject]
    const next = say(line.next)
    return <li>
        <div><b>{say(line.title)}</b> <span class={`badge is-${line.state}`}>{op.status.states[line.state] ?? inert(line.state)}</span>
            <small>{say(line.sentence)}</small>
            {next && <small class="note">→ {next}</small>}</div>
        {line.state !== 'fine' && part && <button type="button" onClick={() => go(part)}>{op.status.open(op.parts[part])}</button>}
    </li>
}

function Facts({ op, words, now }: PageProps & { now: ServerStatus }) {
    return <>
        <h3>{op.status.facts}</h3>
        <dl class="facts">
            <dt>{inert(now.hostname)}</dt><dd>{op.status.accounts(now.accounts, now.domains)}</dd>
            <dt>{op.parts.queue}</dt><dd>{op.status.waiting(now.queue.entries)}</dd>
            {now.availability && <><dt>{op.parts.status}</dt><dd>{op.status.served(inert(now.availability.served), longDate(now.availability.since, words))}</dd></>}
        </dl>
        <details><summary>{op.status.listeners}</summary>
            <dl class="facts">{now.listeners.map(one => <><dt key={one.name}>{inert(one.name)}</dt><dd>{inert(one.address)}, {op.status.connections(one.connections)}</dd></>)}</dl></details>
    </>
}
