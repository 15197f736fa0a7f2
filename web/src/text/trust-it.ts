import type { TrustWords } from './trust-en'

/** Lo stesso in italiano. */
export const trustIt: TrustWords = {
    alarm: {
        title: 'Su questo server qualcosa non torna',
        says: {
            otherLog: 'Mostra un registro delle chiavi diverso da quello che ha mostrato prima ai tuoi browser. O ne '
                + 'è stato rimesso uno stato più vecchio, o mostra a persone diverse chiavi diverse.',
            otherSigner: 'Il suo registro delle chiavi è firmato con una chiave diversa da prima, o in modo '
                + 'sbagliato, o dice di essere di un altro server.',
            broken: 'Il suo registro delle chiavi non si può leggere, o non è coerente.',
            foreign: (address, when) => `Ha dato ad altri, per ${address}, una chiave che non è `
                + `tua${when && `, da ${when}`}. Chi ha quella chiave può aver letto ciò che ti è stato scritto.`,
            notLogged: address => `Per ${address} dà una chiave diversa da quella scritta nel suo registro.`,
        },
        seen: 'Ho letto',
        stays: 'Questo avviso resta in fondo alla pagina, con che cosa fare e ciò che il server ha mostrato.',
        what: 'Che cosa fare',
        steps: ['Finché non sai il perché, qui non scrivere e non aspettarti nulla di riservato.',
            'Hai pubblicato una chiave con un altro programma, o chi gestisce il server ha rimesso una copia di '
                + 'sicurezza? Chiedigli, per telefono o di persona. Poi dillo qui sotto.',
            'Altrimenti confronta le impronte per telefono con le persone a cui scrivi, e avvisale.',
            'Salva ciò che il server ha mostrato: è firmato, e prova che cosa ha fatto.'],
        save: 'Salva ciò che ha mostrato',
        believe: 'So il perché: continua con ciò che mostra adesso',
        believing: 'Ciò che era ricordato viene lasciato, e questo avviso finisce.',
        failed: 'Non è stato fatto: il server non ha risposto, o il suo registro non è coerente.',
    },
    ledger: {
        part: 'Che cosa è successo',
        what: 'Che cosa è successo al tuo account, in ordine. Nessuno può spegnerlo; ogni voce tiene ferme quelle '
            + 'prima, così nessuna si cambia o si toglie senza che si veda. Non c\'è: ciò che i programmi leggono o '
            + 'cancellano, i tentativi falliti, e ciò che fa chi legge il disco o la memoria della macchina.',
        whole: count => `Questo browser ha ricalcolato tutte le ${count} voci: ognuna segue da quella prima.`,
        closed: count => count === 1 ? 'Una non si può aprire: è di prima che la password fosse reimpostata.' :
            `${count} non si possono aprire: sono di prima che la password fosse reimpostata.`,
        broken: 'Non è coerente: qualcosa è stato cambiato, o manca. Salvalo, e chiedi a chi gestisce il server.',
        older: until => `Finisce prima di ciò che i tuoi browser hanno visto l'ultima volta${until && ` (${until})`}: `
            + `ne è stato rimesso uno più vecchio, o la fine è stata tagliata.`,
        other: 'È diverso da quello che i tuoi browser hanno visto l\'ultima volta: è stato riscritto.',
        remembered: 'Continua da dove i tuoi browser l\'hanno visto l\'ultima volta.',
        first: 'Da adesso la sua fine è ricordata nella tua cassaforte; la prossima volta questo browser vede se è '
            + 'stato rimesso indietro o riscritto.',
        notRemembered: 'La sua fine non viene ricordata, perché qui le tue chiavi non sono aperte: serve la cifratura '
            + 'da un capo all\'altro. Un file salvato mostra lo stesso, se lo confronti.',
        believe: 'So il perché: ricordalo com\'è adesso',
        save: 'Salvalo tutto in un file',
        verify: 'Il file si può verificare senza questo server, con «sigillo ledger verify».',
        olderOnes: 'Più vecchie',
        newerOnes: 'Più nuove',
        none: 'Ancora niente.',
        lost: 'Non si è potuto leggere.',
        number: number => `Voce ${number}`,
        notMe: 'Non ero io',
        notMeSteps: ['Cambia la password: tutte le sessioni finiscono.', 'Revoca le password per le app, i programmi '
            + 'e le passkey che non conosci; attiva il secondo fattore.',
            'Se qualcuno conosceva la tua password, crea un nuovo codice di recupero, e una nuova chiave per la '
                + 'cifratura da un capo all\'altro.', 'Salva questo elenco in un file, e avvisa chi gestisce il '
                + 'server.'],
        notMeOperator: 'Questo l\'ha fatto chi gestisce il server. Chiedigli il perché, per telefono o di persona. Ai '
            + 'livelli L1 e L2 una nuova password sua non apre la posta di prima.',
        toSecurity: 'All\'accesso', toPasswords: 'Ai programmi di posta', toDevices: 'A dispositivi e sessioni',
            toKeys: 'Alla cifratura da un capo all\'altro',
        says: {
            signIn: (how, from, opened) => `Accesso ${how}${from && `, da ${from}`}${opened ? '; la tua posta è stata '
                + 'aperta' : ''}`,
            signInFailed: (count, how, from, since, until) => `Accesso rifiutato ${count} volte, ${how}${from
                && `, da ${from}`}: password o codici sbagliati, da ${since} a ${until}`,
            wrongCodes: count => `. ${count} di questi avevano la password giusta, e poi un codice sbagliato: cambia `
                + 'la password',
            passwordChanged: 'La password è stata cambiata', passwordRecovered: 'È stata impostata una nuova password '
                + 'con il codice di recupero', passwordReset: 'Chi gestisce il server ha impostato una nuova password',
            recoveryCodeMade: 'È stato creato un nuovo codice di recupero', lockedMailOpened: 'È stata aperta posta '
                + 'di prima di una reimpostazione', keysRenewed: 'Le chiavi della casella sono state rifatte',
            levelChanged: level => `Il livello è stato cambiato in ${level}`,
            wayInMade: (kind, name) => `Creazione di ${kind}: ${name}`, wayInRevoked: (kind, name) => `Revoca di `
                + `${kind}: ${name}`,
            secondFactorOn: 'Il secondo fattore è stato attivato', secondFactorOff: 'Il secondo fattore è stato '
                + 'disattivato',
            vaultSlotsChanged: 'È cambiato ciò che apre la tua cassaforte', textsKeyNamed: key =>
                `Un browser ha indicato `
                + `la chiave per ciò che il server annota della tua posta, perché la si trovi: ${key}`,
                    certificatePublished: fingerprint => `È `
                + `stata pubblicata una chiave: ${fingerprint}`, certificateWithdrawn: 'La tua chiave pubblicata è '
                + 'stata ritirata',
            exported: 'Tutta la posta è stata portata via in un file', imported: 'È stata portata posta da un file',
            accountMade: 'L\'account è stato creato con un invito',
            sendingPausedByLimit: 'L\'invio è stato sospeso: era molto più del solito, o di quanto è ammesso',
            sendingPausedByOperator: 'L\'invio è stato sospeso da chi gestisce il server', sendingResumed: 'Hai '
                + 'permesso di nuovo l\'invio',
            headDoubtful: 'La testa di questo registro non è stata scritta da questo server: qualcuno ha cambiato ciò '
                + 'che sta sul suo disco, e voci prima di questa possono mancare',
            operator: (act, detail) => `Chi gestisce il server ha fatto questo: ${act}${detail && ` (${detail})`}`,
            program: version => `Da qui scrive un\'altra versione del programma: ${version}`, letGo: upTo => `Le voci `
                + `fino alla ${upTo} sono andate, perché erano troppe`,
            closed: 'Non si può aprire', other: what => `Qualcosa che questa pagina non conosce: ${what}`,
        },
        services: { web: 'in un browser', imap: 'da un programma di posta (IMAP)', pop: 'da un programma di posta '
            + '(POP3)', smtp: 'da un programma di posta, per inviare', jmap: 'da un programma di posta (JMAP)',
            sieve: 'da un programma per le regole' },
        kinds: { app_password: 'una password per app', token: 'un token', program: 'l\'accesso di un programma',
            passkey: 'una passkey' },
        acts: { AddAccount: 'ha creato l\'account', SetPassword: 'ha impostato una password', SetLevel: 'ha impostato '
            + 'il livello', NewRecoveryCode: 'ha creato un codice di recupero', Recover: 'ha recuperato l\'account '
            + 'con il suo codice',
            Unlock: 'ha aperto posta chiusa', MakeGrant: 'ha creato un accesso', RevokeGrant: 'ha revocato un '
                + 'accesso', RenewKeys: 'ha rifatto le chiavi della casella', TurnOffSecondFactor: 'ha disattivato il '
                + 'secondo fattore',
            SetDisabled: 'ha disattivato o riattivato l\'account', Disable: 'ha disattivato l\'account',
            Enable: 'ha riattivato l\'account', AccountQuota: 'ha impostato quanto può contenere l\'account',
            AccountSending: 'ha impostato quanto può inviare l\'account', PauseSending: 'ha sospeso l\'invio',
            ResumeSending: 'ha permesso di nuovo l\'invio', ResumeAndDrop: 'ha permesso di nuovo l\'invio, e '
                + 'scartato ciò che attendeva', LiftComplaint: 'ha permesso di scrivere a chi si era lamentato',
            AccountPop: 'ha impostato ciò che POP3 cancella', AccountRules: 'ha cambiato le regole',
            ReadRules: 'ha guardato le regole', FilterWishes: 'ha cambiato ciò che fa il filtro',
            AccountLearning: 'ha fatto dimenticare ciò che era stato appreso sulla posta indesiderata',
            AccountRefused: 'ha guardato ciò che è stato rifiutato', ListExpunged: 'ha guardato ciò che era stato '
                + 'cancellato', Undelete: 'ha riportato posta cancellata', ExportMail: 'ha portato via tutta la posta '
                + 'in file', ImportMail: 'ha portato posta da file', ImportOverImap: 'ha portato posta da un altro '
                + 'server',
            AddAlias: 'ha fatto arrivare qui la posta di un altro indirizzo', SetAlias: 'ha cambiato un altro '
                + 'indirizzo dell\'account', RemoveAlias: 'ha tolto un altro indirizzo', MakeMasked: 'ha creato un '
                + 'indirizzo mascherato', ListMasked: 'ha guardato gli indirizzi mascherati', ChangeMasked: 'ha '
                + 'cambiato un indirizzo mascherato', RemoveMasked: 'ha tolto un indirizzo mascherato',
            OrderQueue: 'ha dato un ordine per la posta in attesa', Trace: 'ha guardato dove è andata la posta', PublishOpenPgp: 'ha pubblicato una chiave per te',
                WithdrawOpenPgp: 'ha ritirato la tua chiave pubblicata',
                AdoptKeyLog: 'ha accettato ciò che una versione precedente del server aveva pubblicato per te' },
    },
}
