/** All that people read, in English. Whole sentences; numbers come as numbers. */
const plural = new Intl.PluralRules('en')

function messages(count: number): string { return plural.select(count) === 'one' ? '1 message' : `${count} messages` }

export const en = {
    language: 'en',
    /** Of dates and numbers. */
    locale: 'en-GB',
    application: 'Mail',
    signIn: {
        title: 'Sign in',
        address: 'Address',
        password: 'Password',
        submit: 'Sign in',
        wrong: 'The address or the password is not right.',
        unreachable: 'The server cannot be reached. Try again in a moment.',
        busy: 'The server is busy. Try again in a moment.',
        failed: 'Signing in did not work. The server gave an answer that this page does not understand.',
        signOut: 'Sign out',
    },
    mailboxes: {
        label: 'Mailboxes',
        roles: { inbox: 'Inbox', drafts: 'Drafts', sent: 'Sent', archive: 'Archive', junk: 'Junk', trash: 'Trash' } as
            Record<string, string>,
        unread: (count: number) => `${count} unread`,
    },
    list: {
        label: (mailbox: string) => `Messages in ${mailbox}`,
        empty: 'Nothing is here.',
        loading: 'Loading',
        noSubject: '(no subject)',
        noSender: '(no sender)',
        unread: 'Unread',
        starred: 'Starred',
        attachment: 'Has an attachment',
        failed: 'The list cannot be loaded now.',
        again: 'Try again',
    },
    reading: {
        label: 'Message',
        none: 'No message is chosen.',
        back: 'Back to the list',
        from: 'From',
        to: 'To',
        cc: 'Cc',
        date: 'Date',
        attachments: (count: number) => plural.select(count) === 'one' ? '1 attachment' : `${count} attachments`,
        unfold: 'Quoted text',
        blocked: (count: number) => plural.select(count) === 'one' ? '1 picture from elsewhere is not loaded, so that its sender does not learn that you read this.'
            : `${count} pictures from elsewhere are not loaded, so that their sender does not learn that you read this.`,
        showPictures: 'Show pictures',
        picturesMissing: (count: number) => plural.select(count) === 'one' ? '1 picture cannot be shown.'
            : `${count} pictures cannot be shown.`,
        ownColours: 'Its own colours',
        truncated: 'The message is longer than is shown here.',
        failed: 'The message cannot be loaded now.',
    },
    actions: {
        next: 'Next message',
        previous: 'Previous message',
        open: 'Open the message',
        back: 'Back to the list',
        archive: 'Archive',
        remove: 'Move to Trash',
        star: 'Star or take the star away',
        read: 'Mark as read',
        unread: 'Mark as unread',
        undo: 'Undo the last action',
        goInbox: 'Go to the inbox',
        help: 'Show the keys',
    },
    told: {
        archived: (count: number) => `${messages(count)} archived.`,
        removed: (count: number) => `${messages(count)} moved to Trash.`,
        undo: 'Undo',
        undone: 'It is as it was before.',
        refused: 'The server did not take the change. It is as it was before.',
        offline: 'There is no connection. Your changes are kept and sent later.',
        signedOut: 'You are no longer signed in.',
    },
    keys: { title: 'Keys', close: 'Close' },
    quote: {
        wrote: (who: string, when: string) => `On ${when}, ${who} wrote:`,
        forwarded: '---------- Forwarded message ----------',
    },
    sizes: { octets: (count: string) => `${count} B`, kB: (count: string) => `${count} kB`, MB: (count: string) => `${count} MB`,
        GB: (count: string) => `${count} GB` },
    more: (count: number) => plural.select(count) === 'one' ? '1 more' : `${count} more`,
}

/** The shape of `en`, with any words. */
export type Messages = Worded<typeof en>
type Worded<T> = T extends string ? string : T extends (...args: infer A) => string ? (...args: A) => string
    : { [K in keyof T]: Worded<T[K]> }
