import type { Messages } from '../text/en'
import { Icon, IconButton } from '../ui/icons'
import { Menu } from '../ui/menu'
import { LabelButton } from './label-button'
import { mailboxName } from './mailbox-name'
import type { Mail } from './model'
import { SnoozeMenu } from './snooze-menu'

/** What is done to all that is marked. */
export function Marked({ words, mail }: { words: Messages, mail: Mail }) {
    const { actions } = mail
    const all = mail.shown.value.length
    return <><div class="marked" role="toolbar" aria-label={words.selection.label}>
        <IconButton path="close" name={words.actions.selectNone} onClick={() => mail.selectAll(false)} />
        <span role="status">{words.selection.count(mail.isAllMarked.value ? all : mail.selected.value.size)}</span>
        <IconButton path="archive" name={words.actions.archive} onClick={() => actions.archive()} />
        <IconButton path="trash" name={words.actions.remove} onClick={() => actions.remove()} />
        <IconButton path="junk" name={words.actions.junk} onClick={() => actions.junk()} />
        <LabelButton words={words} mail={mail} />
        {!mail.isAllMarked.value && <SnoozeMenu words={words} mail={mail} />}
        <Menu label={words.reading.moveTo} choices={mail.mailboxes.value.filter(one => one.id !== mail.mailboxId.value)
            .map(one => ({ label: mailboxName(one, words), run: () => actions.moveTo(one.id) }))}><Icon path="folder" /></Menu>
        <Menu label={words.selection.more} choices={[
            { label: words.actions.selectAll, run: () => mail.selectAll() },
            { label: words.actions.read, run: () => actions.mark('$seen', true) },
            { label: words.actions.unread, run: () => actions.mark('$seen', false) },
            { label: words.actions.star, run: () => actions.toggle('$flagged') },
        ]}><Icon path="more" /></Menu>
    </div>
        {mail.isAllMarked.value ? <p class="note" role="status">{words.selection.allMarked(all)}</p> : isWhole(mail) && <p class="note" role="status">
            {words.selection.notAll(mail.selected.value.size, all)} <button type="button" onClick={() => mail.markAll()}>{words.selection.markAll(all)}</button></p>}
    </>
}

/** All that is loaded is marked, and there is more. */
function isWhole(mail: Mail): boolean {
    const known = mail.query.value?.ids.value.known ?? 0
    return mail.mayMarkAll && mail.selected.value.size >= known - mail.hidden.value.size
}
