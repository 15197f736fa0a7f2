import { useSignal } from '@preact/signals'
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks'
import type { EmailRow, Id } from '../jmap/types'
import { inert } from '../text/addresses'
import type { Messages } from '../text/en'
import { Icon, IconButton } from '../ui/icons'
import { Menu } from '../ui/menu'
import { useInSight } from './in-sight'
import { LabelButton } from './label-button'
import { LabelChips } from './label-chips'
import { mailboxName } from './mailbox-name'
import { MessageView } from './message-view'
import type { Mail } from './model'
import { SnoozeMenu } from './snooze-menu'

interface Props { words: Messages, mail: Mail }
export interface ConversationProps extends Props { id: Id }

/** All messages of a conversation; what was read is folded. */
export function Conversation({ words, mail, id }: ConversationProps) {
    const all = mail.conversation(id)
    // what was unread when it was opened stays open, and so does the last one
    const fresh = () => all.filter(one => mail.justOpened.value.has(one.id) || one.id === all.at(-1)?.id).map(one => one.id)
    const opened = useSignal<ReadonlySet<Id>>(new Set(fresh()))
    const isAll = opened.value.size >= all.length
    // one came for what is new, which a long conversation has at its end
    const place = useRef<HTMLElement | null>(null)
    const first = useSignal<Id | undefined>(undefined)
    useEffect(() => {
        mail.openMore(id)
        if (all.length > 1) first.value ??= (all.find(one => mail.justOpened.value.has(one.id)) ?? all.at(-1)!).id
        if (fresh().some(one => !opened.value.has(one))) opened.value = new Set([...opened.value, ...fresh()])
    }, [all.length])
    useInSight(place, first.value !== undefined && first.value !== all[0]?.id)
    const heading = useRef<HTMLHeadingElement>(null)
    // where the pane waits for what is read with the focus, it is read on from here
    useLayoutEffect(() => { if (document.activeElement?.matches('main.reading')) heading.current!.focus({ preventScroll: true }) }, [])
    const toggle = (one: EmailRow) => {
        const next = new Set(opened.value)
        if (!next.delete(one.id)) next.add(one.id)
        opened.value = next
    }
    // of what is encrypted, the one that is known: outside stands none
    const inner = all.map(one => mail.inner.known.value.get(one.id)?.subject).find(one => one !== undefined)
    const subject = inert(inner ?? all[0]?.subject ?? '') || words.list.noSubject
    return <>
        <Toolbar words={words} mail={mail} all={all} />
        <div class="head">
            <h1 ref={heading} tabIndex={-1} data-home>{subject} <LabelChips mail={mail} all={all} /></h1>
            {all.length > 1 && <button type="button" class="plain" onClick={() => {
                opened.value = isAll ? new Set([all.at(-1)!.id]) : new Set(all.map(one => one.id))
            }}>{isAll ? words.reading.foldAll : words.reading.unfoldAll(all.length)}</button>}
        </div>
        {all.map((one, i) => <MessageView key={one.id} words={words} mail={mail} row={one} isOpen={opened.value.has(one.id)}
            isLast={i === all.length - 1} place={one.id === first.value ? place : undefined} onToggle={() => toggle(one)} />)}
        {mail.draftsOf(id).filter(one => one.id !== mail.writing.current.value?.composer.draftId.value).map(one => <p class="note">
            <button type="button" onClick={() => void mail.writing.about('draft', one.id)}>{words.compose.continue}</button> {inert(one.preview)}</p>)}
    </>
}

function Toolbar({ words, mail, all }: Props & { all: EmailRow[] }) {
    const { actions } = words
    const isStarred = all.some(one => one.keywords['$flagged'])
    return <div class="toolbar" role="toolbar" aria-label={words.reading.tools}>
        <span class="back"><IconButton path="back" name={words.reading.back} onClick={() => { mail.isReading.value = false }} /></span>
        <IconButton path="archive" name={actions.archive} onClick={() => mail.actions.archive()} />
        <IconButton path="trash" name={actions.remove} onClick={() => mail.actions.remove()} />
        <IconButton path="junk" name={actions.junk} onClick={() => mail.actions.junk()} />
        <IconButton path="mail" name={actions.unread} onClick={() => mail.actions.leaveUnread()} />
        <IconButton path="star" name={actions.star} isPressed={isStarred} onClick={() => mail.actions.toggle('$flagged')} />
        <LabelButton words={words} mail={mail} />
        <SnoozeMenu words={words} mail={mail} />
        <Menu label={words.reading.moveTo} choices={mail.mailboxes.value.filter(one => one.id !== mail.mailboxId.value)
            .map(one => ({ label: mailboxName(one, words), run: () => mail.actions.moveTo(one.id) }))}><Icon path="folder" /></Menu>
    </div>
}
