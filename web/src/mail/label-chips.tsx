import type { EmailRow } from '../jmap/types'
import { inert } from '../text/addresses'
import { labelsOn } from '../text/labels'
import type { Mail } from './model'

/** The labels of messages. */
export function LabelChips({ mail, all }: { mail: Mail, all: readonly EmailRow[] }) {
    return <>{labelsOn(all.map(one => one.keywords), mail.labels.all.value).map(one =>
        <span class="label" key={one.keyword} style={{ '--label': one.color }}>{inert(one.name)}</span>)}</>
}
