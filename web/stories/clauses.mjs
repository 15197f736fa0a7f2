// What the webmail is to do, clause by clause, and which script plays it; each script says by `Stage.played` what was
// played, once the effect was seen.
//   node stories/clauses.mjs PICTURES_FOLDER SCRIPT ...
// Fails where a clause of these scripts was not played, where one was played that is not here, or where a size, a
// language, a theme or the keyboard is missing. The
// table, with how each was played, is then in clauses.txt beside the pictures.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { PLAYED, SIZES } from './stage.mjs'

/**
 * Clause: what it is, the script, and by what its effect is seen. `page`: it has no other effect than what is seen
 * in the page.
 */
export const CLAUSES = {
    // Reading
    'mailbox-counts': ['mailboxes with counts', 'reading', 'IMAP: STATUS'],
    conversations: ['conversations', 'app', 'page; IMAP: what is opened is seen'],
    'long-list': ['a list that stays smooth: only what is seen is in the page, to its end', 'app', 'page'],
    'pane-right': ['reading pane at the right', 'app', 'IMAP: \\Seen'],
    'pane-below': ['reading pane below', 'app', 'IMAP: \\Seen'],
    'pane-none': ['no reading pane', 'app', 'IMAP: \\Seen'],
    'safe-html': ['safe HTML: sanitised, in a sandboxed frame without scripts, its policy first', 'reading',
        'IMAP: all is read; requests: none to others'],
    'remote-blocked': ['remote content is blocked until asked', 'reading', 'requests of the browser'],
    'picture-proxy': ['then by the server’s image proxy, which asks no private address', 'reading',
        'requests of the browser; HTTP'],
    'picture-shown': ['… and shows what is there', 'others', 'the picture’s host'],
    'preview-image': ['attachments: preview of images', 'reading', 'page; IMAP: \\Seen'],
    'preview-pdf': ['attachments: pages of a PDF, none of whose programs run, with text, zoom and keys', 'reading',
        'page; the file saved from it; requests: none to others'],
    'preview-pdf-bad': ['… damaged, encrypted, vast, endless', 'reading', 'page'],
    'attached-mail': ['attachments: a message is read as a message, with its own attachments', 'reading', 'the file saved from it is what was sent'],
    'preview-text': ['attachments: preview of text', 'reading', 'the file saved from it is what IMAP has'],
    'download-all': ['download all', 'reading', 'the file that is saved'],
    'raw-source': ['raw source', 'reading', 'IMAP: BODY[]'],
    print: ['print', 'reading', 'the browser is asked; what it would print'],
    'sender-trust': ['the sender’s trust', 'reading', 'page: of what was appended over IMAP'],
    'message-story': ['the message’s story in plain words', 'reading', 'page: of what was appended over IMAP'],
    // Writing
    'rich-text': ['rich text', 'writing', 'catcher'],
    'plain-text': ['plain text', 'writing', 'catcher'],
    'reply-quoting': ['replies with quoting done well', 'writing', 'catcher; IMAP: \\Answered'],
    'inline-images': ['inline images', 'writing', 'catcher: cid and octets'],
    'drag-attachments': ['drag-and-drop attachments', 'writing', 'catcher: octets'],
    'attachment-progress': ['… with progress', 'writing', 'page'],
    'large-attachments': ['large-attachment handling', 'writing',
        'catcher: 6 MB whole; more than the server takes is not sent'],
    'drafts-saved': ['drafts saved at once on the server', 'stories', 'IMAP: Drafts'],
    completion: ['address completion from people one has written to', 'writing', 'catcher'],
    identities: ['several identities', 'writing', 'JMAP: Identity/get'],
    signatures: ['signatures', 'writing', 'catcher; JMAP'],
    'right-address': ['reply from the right address', 'writing', 'catcher: From'],
    'undo-send': ['undo send', 'stories', 'IMAP: Drafts, Sent'],
    'send-later': ['send later', 'writing', 'JMAP: pending; catcher: at its time; what was cancelled: IMAP, Drafts'],
    'forgotten-attachment': ['forgotten-attachment warning', 'stories', 'IMAP: not sent before it was confirmed'],
    'wrong-recipient': ['wrong-recipient warning', 'writing', 'catcher'],
    unsubscribe: ['unsubscribe by a mail', 'writing', 'catcher'],
    'one-click-unsubscribe': ['… by one click', 'others', 'the list’s host; IMAP: $unsubscribed'],
    receipts: ['read receipts only if asked', 'writing', 'catcher; IMAP: $MDNSent'],
    // Finding
    'instant-search': ['instant search with suggestions', 'organising', 'IMAP: SEARCH finds as many'],
    'from-suggestion': ['from:', 'organising', 'IMAP: SEARCH FROM'],
    'to-suggestion': ['to:', 'organising', 'of two mails that were delivered'],
    'attachment-suggestion': ['has:attachment', 'organising', 'of two mails that were delivered'],
    'before-suggestion': ['before:', 'organising', 'IMAP: SEARCH BEFORE'],
    'larger-suggestion': ['larger:', 'organising', 'IMAP: SEARCH LARGER'],
    'sealed-search': ['over sealed mail too', 'sealed', 'mail whose words no server has seen'],
    filters: ['filters', 'app', 'of mails that were delivered'],
    stars: ['stars', 'stories', 'IMAP: \\Flagged'],
    labels: ['labels as keywords', 'app', 'IMAP: keywords, METADATA'],
    snooze: ['snooze', 'organising', 'IMAP: Snoozed, then INBOX at its time'],
    'bulk-actions': ['bulk actions', 'app', 'IMAP'],
    'drag-and-drop': ['drag and drop', 'app', 'IMAP'],
    undo: ['undo for everything', 'app', 'IMAP'],
    // Organising
    'mailbox-create': ['mailbox create', 'organising', 'IMAP: LIST'],
    'mailbox-rename': ['mailbox rename', 'organising', 'IMAP: LIST'],
    'mailbox-nest': ['mailbox nest', 'organising', 'IMAP: LIST'],
    'mailbox-share-ready': ['share-ready', 'organising', 'JMAP: myRights'],
    'mailbox-delete': ['mailbox delete, and undo', 'app', 'IMAP: LIST'],
    'rules-builder': ['rules: a simple builder that writes Sieve', 'organising',
        'JMAP: the script; IMAP: where mail went'],
    'rules-read-back': ['… and reads back what it wrote', 'organising', 'page; IMAP: after it is gone'],
    vacation: ['vacation reply', 'organising', 'catcher; JMAP'],
    'allowed-senders': ['allowed senders', 'organising', 'HTTP: the account’s list'],
    'blocked-senders': ['blocked senders', 'organising', 'HTTP: the account’s list'],
    'masked-make': ['masked addresses: make one in a click', 'stories', 'LMTP: mail to it comes'],
    'masked-leak': ['see who leaked it', 'stories', 'of mails that were delivered'],
    'masked-off': ['switch it off', 'stories', 'LMTP: refused'],
    // Account
    'split-kdf': ['sign-in with split-KDF', 'stories', 'requests: the password is in none'],
    totp: ['TOTP', 'stories', 'a code of RFC 6238 is asked for and taken'],
    passkeys: ['passkeys', 'stories', 'CTAP: the browser’s authenticator; one that was taken away is refused'],
    'recovery-kit': ['recovery kit', 'sealed', 'the mail opens by it'],
    locked: ['after a reset by the operator it is said where one’s mail is opened', 'locked', 'page: the list comes'],
    'app-passwords': ['app passwords with a QR code', 'stories', 'IMAP: signs in, and not after it is revoked'],
    'program-instructions': ['per-program instructions', 'stories', 'page; IMAP: the port that it names'],
    sessions: ['devices and sessions', 'stories', 'HTTP: the other session is over'],
    'passkey-step-up': ['a passkey where the password is asked again', 'level-two', 'HTTP: the account’s level'],
    'held-link': ['a link that came back with a backup opens once its sender says so', 'restored', 'HTTP; the link'],
    'protection-level': ['the protection level explained honestly', 'level-two',
        'JMAP: what comes is ciphertext; HTTP: the level'],
    import: ['import', 'stories', 'IMAP'],
    export: ['export', 'stories', 'the file that is saved'],
    language: ['language', 'organising', 'page'],
    theme: ['theme', 'organising', 'page'],
    density: ['density', 'organising', 'page'],
    'first-mail': ['first sign-in to first mail sent, without reading anything', 'stories', 'catcher'],
    // Works like an app
    installable: ['installable', 'app', 'CDP: the manifest is without fault'],
    'opens-from-cache': ['opens at once from its cache', 'app', 'without a connection'],
    'offline-reading': ['offline reading', 'app', 'IMAP: what was read is seen when the connection is back'],
    outbox: ['an outbox', 'app', 'IMAP: sent once'],
    'only-ciphertext': ['for sealed accounts ciphertext only, key in memory', 'app', 'IndexedDB'],
    'web-push': ['Web Push', 'app', 'CDP: a push; IMAP: \\Seen'],
    notices: ['… from the server to a click', 'push', 'push service; IMAP: \\Seen'],
    'sealed-notices': ['… at level L2', 'push', 'push service; JMAP: ciphertext'],
    swipe: ['phone layout with swipe', 'app', 'IMAP'],
    en: ['English complete', 'tour', 'page; the compiler'],
    it: ['Italian complete', 'tour', 'page; the compiler'],
    light: ['light', 'tour', 'page'],
    dark: ['dark', 'tour', 'page'],
    accessible: ['WCAG 2.2 AA: axe finds nothing serious, nothing is cut off', 'tour', 'axe'],
    keyboard: ['every action by keyboard', 'keyboard', 'IMAP; catcher; HTTP: signed out'],
    'keys-sheet': ['“?” shows them', 'keyboard', 'page: letters are switched off there'],
    palette: ['Mod-K palette', 'keyboard', 'what it names is done'],
    // The operator's pages
    'operator-accounts': ['accounts', 'operator', 'socket; LMTP; HTTP'],
    'operator-domains': ['domains', 'operator', 'socket'],
    'operator-queue': ['queue with reasons and next steps', 'operator', 'socket'],
    'operator-trace': ['trace', 'operator', 'socket: the steps of a message that was sent'],
    'operator-certificates': ['certificates', 'operator', 'the server’s'],
    'operator-dns': ['DNS state', 'others', 'DNS: what was asked; socket: what was copied from the page counts'],
    'operator-filter': ['filter', 'operator', 'socket'],
    'operator-refused': ['logs of what was refused with “let it in”', 'operator', 'socket'],
    'operator-backups': ['backups', 'others', 'socket: proven; the files; a server comes back from them'],
    'operator-status': ['status', 'operator', 'the server’s'],
    'operator-sees-no-mail': ['an operator sees no one’s mail', 'operator', 'HTML of his pages'],
}

function check(pictures, scripts) {
    const played = readFileSync(join(pictures, PLAYED), 'utf8').trim().split('\n').map(line => JSON.parse(line)).map(one => ({ ...one, script: one.script.replace(/\.mjs$/, '') }))
    const wrong = []
    const lines = []
    for (const [clause, [what, script, by]] of Object.entries(CLAUSES)) {
        if (!scripts.includes(script)) continue
        const ways = played.filter(one => one.clause === clause && one.script === script).map(one => [one.size, one.language, one.theme].filter(Boolean).join(' '))
        if (ways.length === 0) wrong.push(`not played: ${clause} (${what}), by ${script}`)
        lines.push([what, script, [...new Set(ways)].join(', '), by].join('\t'))
    }
    for (const { clause, script } of played) if (CLAUSES[clause]?.[1] !== script) wrong.push(`${script} plays ${clause}, which is not known of it`)
    for (const [kind, all] of [['size', Object.keys(SIZES)], ['language', ['en', 'it']], ['theme', ['light', 'dark']]])
        for (const one of all) if (!played.some(other => other[kind] === one)) wrong.push(`nothing was played in ${kind} ${one}`)
    writeFileSync(join(pictures, `clauses-${scripts[0]}.txt`), `${lines.join('\n')}\n`)
    console.log(`${lines.length} clauses were played`)
    if (wrong.length > 0) throw new Error([...new Set(wrong)].join('\n'))
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) check(process.argv[2],
    process.argv.slice(3))
