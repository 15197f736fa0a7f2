import type { Messages } from './en'

/** All that people read, in Italian. */
const plural = new Intl.PluralRules('it')
const isOne = (count: number) => plural.select(count) === 'one'

export const it = {
    language: 'it',
    locale: 'it-IT',
    application: 'Posta',
    signIn: {
        title: 'Accedi',
        address: 'Indirizzo',
        password: 'Password',
        submit: 'Accedi',
        wrong: "L'indirizzo o la password non sono corretti.",
        unreachable: 'Il server non è raggiungibile. Riprova tra poco.',
        busy: 'Il server è occupato. Riprova tra poco.',
        failed: "L'accesso non è riuscito. Il server ha dato una risposta che questa pagina non capisce.",
        signOut: 'Esci',
    },
    mailboxes: {
        label: 'Cartelle',
        roles: { inbox: 'Posta in arrivo', drafts: 'Bozze', sent: 'Inviata', archive: 'Archivio', junk: 'Indesiderata',
            trash: 'Cestino' } as Record<string, string>,
        unread: (count: number) => isOne(count) ? '1 da leggere' : `${count} da leggere`,
    },
    list: {
        label: (mailbox: string) => `Messaggi in ${mailbox}`,
        empty: 'Qui non c’è niente.',
        loading: 'Caricamento',
        noSubject: '(senza oggetto)',
        noSender: '(senza mittente)',
        unread: 'Da leggere',
        starred: 'Con stella',
        attachment: 'Ha un allegato',
        failed: "L'elenco non si può caricare ora.",
        again: 'Riprova',
    },
    reading: {
        label: 'Messaggio',
        none: 'Nessun messaggio scelto.',
        back: "Torna all'elenco",
        from: 'Da',
        to: 'A',
        cc: 'Cc',
        date: 'Data',
        attachments: (count: number) => isOne(count) ? '1 allegato' : `${count} allegati`,
        unfold: 'Testo citato',
        blocked: (count: number) => isOne(count) ? "1 immagine esterna non è stata caricata, così il mittente non sa che stai leggendo."
            : `${count} immagini esterne non sono state caricate, così il mittente non sa che stai leggendo.`,
        showPictures: 'Mostra le immagini',
        picturesMissing: (count: number) => isOne(count) ? '1 immagine non si può mostrare.'
            : `${count} immagini non si possono mostrare.`,
        ownColours: 'I suoi colori',
        truncated: 'Il messaggio è più lungo di quanto si vede qui.',
        failed: 'Il messaggio non si può caricare ora.',
    },
    actions: {
        next: 'Messaggio successivo',
        previous: 'Messaggio precedente',
        open: 'Apri il messaggio',
        back: "Torna all'elenco",
        archive: 'Archivia',
        remove: 'Sposta nel cestino',
        star: 'Metti o togli la stella',
        read: 'Segna come letto',
        unread: 'Segna come da leggere',
        undo: "Annulla l'ultima azione",
        goInbox: 'Vai alla posta in arrivo',
        help: 'Mostra i tasti',
    },
    told: {
        archived: (count: number) => isOne(count) ? '1 messaggio archiviato.' : `${count} messaggi archiviati.`,
        removed: (count: number) => isOne(count) ? '1 messaggio spostato nel cestino.'
            : `${count} messaggi spostati nel cestino.`,
        undo: 'Annulla',
        undone: 'È tutto come prima.',
        refused: 'Il server non ha accettato la modifica. È tutto come prima.',
        offline: "Non c'è connessione. Le modifiche restano qui e partono più tardi.",
        signedOut: 'L’accesso è terminato.',
    },
    keys: { title: 'Tasti', close: 'Chiudi' },
    quote: {
        wrote: (who: string, when: string) => `${when}, ${who} ha scritto:`,
        forwarded: '---------- Messaggio inoltrato ----------',
    },
    sizes: { octets: (count: string) => `${count} B`, kB: (count: string) => `${count} kB`, MB: (count: string) => `${count} MB`,
        GB: (count: string) => `${count} GB` },
    more: (count: number) => isOne(count) ? '1 altro' : `altri ${count}`,
} satisfies Messages
