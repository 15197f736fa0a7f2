import { batch, useComputed, useSignal } from '@preact/signals'
import { useEffect, useMemo, useRef } from 'preact/hooks'
import type { EmailRow, Id, Mailbox, SearchSnippet } from '../jmap/types'
import { inert } from '../text/addresses'
import { makeShortDates, shortDate } from '../text/dates'
import type { Messages } from '../text/en'
import { snippetPieces } from '../text/search'
import { isConnected } from '../ui/connection'
import { Icon } from '../ui/icons'
import { isTyping } from '../ui/keys'
import { rowHeight } from '../ui/look'
import { DRAGGED } from './mailbox-list'
import { mailboxName } from './mailbox-name'
import { LabelChips } from './label-chips'
import { type InnerRow, isPlaceholder } from './inner'
import type { Mail } from './model'
import { peopleOf } from './people-of'
import { Scrolling } from './scrolling'
import { Swipe } from './swipe'
import { later } from '../ui/later'

const LockedHint = later(() => import('./locked-hint').then(one => one.LockedHint))

const ROW = rowHeight()
/** Rows beyond what is seen, on each side. */
const SPARE = 6

interface Props { words: Messages, mail: Mail }

/** A grid of which only those rows are in the page that are seen, and some around them. */
export function ThreadList({ words, mail }: Props) {
    const scroller = useRef<HTMLDivElement>(null)
    const first = useSignal(0)
    const seen = useSignal(20)
    const shift = useSignal(0)
    const look = () => {
        // it may have gone since it was scrolled, or grew
        if (!scroller.current) return
        const { scrollTop, clientHeight } = scroller.current
        const scrolling = new Scrolling(mail.shown.value.length, ROW, clientHeight)
        batch(() => {
            first.value = Math.floor(scrolling.top(scrollTop) / ROW)
            seen.value = Math.ceil(clientHeight / ROW) + 1
            shift.value = scrolling.shift(scrollTop)
        })
    }
    useEffect(() => {
        const resized = new ResizeObserver(look)
        resized.observe(scroller.current!)
        return () => resized.disconnect()
    }, [])
    // the server is asked meanwhile
    useEffect(() => makeShortDates(new Date(), words), [words])
    useEffect(() => { scroller.current!.scrollTop = 0 }, [mail.query.value])
    const { length } = mail.shown.value
    const from = Math.max(0, Math.min(first.value, length - 1) - SPARE)
    const to = Math.min(length, first.value + seen.value + SPARE)
    useEffect(() => mail.need(from, to), [mail.query.value, from, to])
    useEffect(() => reveal(scroller.current!, mail), [mail.chosen.value])
    // from what was read one comes back to its row
    useEffect(() => { if (mail.isBack.value) reveal(scroller.current!, mail, true) }, [mail.isBack.value])
    const name = mail.mailbox.value ? mailboxName(mail.mailbox.value, words) : words.search.found(mail.searched.value)
    return <div class="list" ref={scroller} onScroll={look}>
        <div class="rows" role="grid" aria-multiselectable="true" aria-label={words.list.label(name)} aria-rowcount={length} style={{ height: `${new Scrolling(length, ROW, 0).height}px` }}>
            {Array.from({ length: Math.max(0, to - from) }, (_, i) => <Row key={mail.shown.value.at(from + i) ?? from + i}
                words={words} mail={mail} id={mail.shown.value.at(from + i)} row={from + i} top={(from + i) * ROW - shift.value} isFirst={from + i === first.value} />)}
        </div>
        <Hint words={words} mail={mail} length={length} />
    </div>
}

function Hint({ words, mail, length }: Props & { length: number }) {
    const query = mail.query.value
    if (query?.failure.value) {
        const isLost = query.failure.value.kind === 'lost'
        return <div class="hint" role="alert">{isLost ? words.list.offline : words.list.failed} <button type="button"
            onClick={() => void query.refresh()}>{words.list.again}</button>{!isLost && <LockedHint words={words} mail={mail} />}</div>
    }
    if (!query?.isThere.value) return <div class="hint" role="status">{isConnected.value ? words.list.loading : words.list.offline}</div>
    return length === 0 ? <div class="hint">{mail.mailboxId.value === undefined ? words.search.nothing : words.list.empty}</div> : null
}

/**
 * Brings the chosen row into view, and the focus to it where it was in the list, or on what the list was chosen by:
 * Enter is then for the row. `isWanted`: wherever it was, unless somebody types there by now.
 */
function reveal(scroller: HTMLElement, mail: Mail, isWanted = false): void {
    mail.isBack.value = false
    const row = mail.chosen.value === undefined ? -1 : mail.shown.value.rowOf(mail.chosen.value)
    if (row < 0) return
    const { clientHeight } = scroller
    const scrolling = new Scrolling(mail.shown.value.length, ROW, clientHeight)
    const [top, seen] = [row * ROW, scrolling.top(scroller.scrollTop)]
    if (top < seen) scroller.scrollTop = scrolling.scrolledTo(top)
    if (top + ROW > seen + clientHeight) scroller.scrollTop = scrolling.scrolledTo(top + ROW - clientHeight)
    const focused = document.activeElement
    const isHere = isWanted && !isTyping(focused) || focused === document.body || scroller.contains(focused) || focused?.matches('.mailboxes button, .narrow button')
    const focus = () => scroller.querySelector<HTMLElement>(`[aria-rowindex="${row + 1}"]`)?.focus({ preventScroll: true })
    if (!isHere) return
    focus()
    // it is drawn when the list has come there
    if (isWanted && !document.activeElement?.matches('[role=row]')) requestAnimationFrame(() => requestAnimationFrame(() => { if (!isTyping(document.activeElement)) focus() }))
}

function Row({ words, mail, id, row, top, isFirst }: Props & { id: Id | undefined, row: number, top: number, isFirst: boolean }) {
    // what is the same after a change is not drawn anew: of a key two rows are. A row is of one id as long as it is
    // in the page, and that is all it is asked by
    const all = useComputed(() => id === undefined ? [] : mail.conversation(id)).value
    const isChosen = useComputed(() => id !== undefined && mail.chosen.value === id).value
    const isSelected = useComputed(() => id !== undefined && mail.selected.value.has(id)).value
    const isTabStop = useComputed(() => mail.chosen.value === undefined).value && isFirst || isChosen
    const snippet = useComputed(() => id === undefined ? undefined : mail.snippets.known.value.get(id)).value
    const newest = all.at(-1)
    const inner = useComputed(() => id === undefined ? undefined : mail.inner.known.value.get(mail.conversation(id).at(-1)?.id ?? id)).value
    useEffect(() => { if (newest && isPlaceholder(newest.subject)) void mail.inner.need(newest.id) }, [newest?.id])
    const element = useRef<HTMLDivElement>(null)
    const swipe = useMemo(() => new Swipe(by => follow(element.current, by), direction => {
        if (id !== undefined) mail.actions.swept(id, direction)
    }), [])
    return <div class={`row ${all.some(one => !one.keywords['$seen']) ? 'unread' : ''}`} role="row" aria-rowindex={row + 1}
        aria-selected={isChosen || isSelected} data-marked={isSelected} tabIndex={isTabStop ? 0 : -1} data-home={isTabStop || undefined} ref={element} style={{ top: `${top}px` }}
        onTouchStart={event => swipe.down(event.touches[0]!.clientX, event.touches[0]!.clientY)}
        onTouchMove={event => { if (event.touches.length > 1) swipe.cancel(); else swipe.moved(event.touches[0]!.clientX, event.touches[0]!.clientY) }}
        onTouchEnd={() => swipe.up()} onTouchCancel={() => swipe.cancel()}
        draggable onDragStart={event => drag(event, mail, id)}
        onClick={event => {
            if (id === undefined) return
            if (event.ctrlKey || event.metaKey || event.shiftKey) mail.select(id, event.shiftKey)
            else mail.open(id)
        }}>
        {all.length > 0 && id !== undefined && <>
            <span class="mark" role="gridcell"><input type="checkbox" tabIndex={-1} aria-label={words.selection.mark(inert(inner?.subject ?? all.at(-1)!.subject ?? '') || words.list.noSubject)}
                checked={isSelected} onClick={event => { event.stopPropagation(); mail.select(id, event.shiftKey) }} /></span>
            <Cells words={words} mail={mail} all={all} mailbox={mail.mailbox.value} snippet={snippet} inner={inner} />
        </>}
    </div>
}

/** The row goes with the finger; what is behind it says what comes of it. */
function follow(row: HTMLElement | null, by: number): void {
    if (!row) return
    row.style.transform = by === 0 ? '' : `translateX(${by}px)`
    row.dataset['swept'] = by === 0 ? '' : by > 0 ? 'archive' : 'remove'
}

/** What is dragged to a mailbox: the rows that are marked, where this is one of them. */
function drag(event: DragEvent, mail: Mail, id: Id | undefined): void {
    if (id === undefined || !event.dataTransfer) return event.preventDefault()
    const rows = mail.selected.value.has(id) ? [...mail.selected.value] : [id]
    event.dataTransfer.setData(DRAGGED, JSON.stringify(rows))
    event.dataTransfer.effectAllowed = 'move'
}

/** Of a conversation: who it is about, how many messages, what the newest is about. */
interface CellsProps { words: Messages, mail: Mail, all: EmailRow[], mailbox: Mailbox | undefined, snippet: SearchSnippet | undefined, inner: InnerRow | undefined }

function Cells({ words, mail, all, mailbox, snippet, inner }: CellsProps) {
    const newest = all.at(-1)!
    const isUnread = all.some(one => !one.keywords['$seen'])
    const isStarred = all.some(one => one.keywords['$flagged'])
    return <>
        <span class="who" role="gridcell">{isUnread && <span class="unseen">{words.list.unread}</span>}<span class="names">{peopleOf(all, mailbox, words)}</span>
            {all.length > 1 && <span class="count" aria-label={words.list.messagesOf(all.length)}>{all.length}</span>}</span>
        <time class="when" role="gridcell" dateTime={newest.receivedAt}>{shortDate(newest.receivedAt, new Date(), words)}</time>
        <span class="what" role="gridcell"><LabelChips mail={mail} all={all} /><b>{snippet?.subject ? <Found text={snippet.subject} /> : inert(inner?.subject ?? newest.subject ?? '') || words.list.noSubject}</b> <span class="preview">
            {snippet?.preview ? <Found text={snippet.preview} /> : inert(inner?.preview ?? newest.preview)}</span></span>
        <span class="marks" role="gridcell">
            {all.some(one => one.hasAttachment) && <Icon path="clip" name={words.list.attachment} />}
            <button type="button" class="star" tabIndex={-1} aria-label={isStarred ? words.reading.unstar : words.reading.star} aria-pressed={isStarred}
                onClick={event => { event.stopPropagation(); mail.actions.starRow(all, !isStarred) }}><Icon path="star" /></button>
        </span>
    </>
}

/** What was found is marked. */
function Found({ text }: { text: string }) {
    return <>{snippetPieces(text).map(one => one.isFound ? <mark>{inert(one.text)}</mark> : one.text.replace(/\s+/g, ' '))}</>
}
