import type { Messages } from '../text/en'
import { parseSearch } from '../text/search'
import { Icon, IconButton } from '../ui/icons'
import { Menu } from '../ui/menu'
import { mailboxName } from './mailbox-list'
import type { Mail, Narrowing } from './model'
import { SearchBox } from './search-box'
import { SnoozeMenu } from './snooze-menu'

interface Props { words: Messages, mail: Mail }

/** What stands above the list: the search, and what is done to what is marked. */
export function ListHead({ words, mail }: Props) {
    return <div class="list-head">
        <SearchBox words={words} mail={mail} />
        {mail.writing.waiting.value > 0 && <p class="note" role="status">{words.compose.keptCount(mail.writing.waiting.value)}</p>}
        {mail.isOffline.value && <p class="note" role="status">{words.app.offline}</p>}
        {mail.selected.value.size > 0 ? <Marked words={words} mail={mail} /> : <Narrow words={words} mail={mail} />}
    </div>
}

function Narrow({ words, mail }: Props) {
    const all: Narrowing[] = ['unread', 'starred', 'attachment']
    const { unknown } = parseSearch(mail.searched.value, mail.mailboxes.value, new Date())
    return <>
        <div class="narrow" role="group" aria-label={words.search.narrow.label}>{all.map(one => <button type="button" class="chip"
            aria-pressed={mail.narrowings.value.has(one)} onClick={() => mail.narrow(one)}>{words.search.narrow[one]}</button>)}</div>
        {unknown.length > 0 && <p class="note">{words.search.unknown(unknown.join(' '))}</p>}
    </>
}

function Marked({ words, mail }: Props) {
    const { actions } = mail
    return <div class="marked" role="toolbar" aria-label={words.selection.label}>
        <IconButton path="close" name={words.actions.selectNone} onClick={() => mail.selectAll(false)} />
        <span role="status">{words.selection.count(mail.selected.value.size)}</span>
        <IconButton path="archive" name={words.actions.archive} onClick={() => actions.archive()} />
        <IconButton path="trash" name={words.actions.remove} onClick={() => actions.remove()} />
        <IconButton path="junk" name={words.actions.junk} onClick={() => actions.junk()} />
        <SnoozeMenu words={words} mail={mail} />
        <Menu label={words.reading.moveTo} choices={mail.mailboxes.value.filter(one => one.id !== mail.mailboxId.value)
            .map(one => ({ label: mailboxName(one, words), run: () => actions.moveTo(one.id) }))}><Icon path="folder" /></Menu>
        <Menu label={words.selection.more} choices={[
            { label: words.actions.selectAll, run: () => mail.selectAll() },
            { label: words.actions.read, run: () => actions.mark('$seen', true) },
            { label: words.actions.unread, run: () => actions.mark('$seen', false) },
            { label: words.actions.star, run: () => actions.toggle('$flagged') },
        ]}><Icon path="more" /></Menu>
    </div>
}
