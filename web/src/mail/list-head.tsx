import type { Messages } from '../text/en'
import { parseSearch } from '../text/search'
import { later } from '../ui/later'
import type { Mail, Narrowing } from './model'
import { SearchBox } from './search-box'

export const Marked = later(() => import('./marked').then(one => one.Marked))
const Waiting = later(() => import('./waiting').then(one => one.Waiting))

interface Props { words: Messages, mail: Mail }

/** What stands above the list: the search, and what is done to what is marked. */
export function ListHead({ words, mail }: Props) {
    return <div class="list-head">
        <SearchBox words={words} mail={mail} />
        {mail.writing.waiting.value.length > 0 && <Waiting words={words} mail={mail} />}
        {mail.writing.setAside.value.map(one => <p class="note" role="status" key={one.key}>{mail.writing.refusedText(one)} <button type="button"
            onClick={() => void mail.writing.openAside(one.key)}>{words.compose.change}</button></p>)}
        {mail.isOffline.value && <p class="note" role="status">{words.app.offline}</p>}
        {mail.selected.value.size > 0 ? <Marked words={words} mail={mail} /> : <Narrow words={words} mail={mail} />}
    </div>
}

function Narrow({ words, mail }: Props) {
    const all: Narrowing[] = ['unread', 'starred', 'attachment']
    const { unknown } = parseSearch(mail.searched.value, mail.searchable.value, new Date(), mail.labels.all.value)
    return <>
        <div class="narrow" role="group" aria-label={words.search.narrow.label}>{all.map(one => <button type="button" class="chip"
            aria-pressed={mail.narrowings.value.has(one)} onClick={() => mail.narrow(one)}>{words.search.narrow[one]}</button>)}</div>
        {unknown.length > 0 && <p class="note">{words.search.unknown(unknown.join(' '))}</p>}
    </>
}
