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
            signIn: (how, from) => `Accesso ${how}${from && `, da ${from}`}`,
            passwordChanged: 'La password è stata cambiata', passwordRecovered: 'È stata impostata una nuova password '
                + 'con il codice di recupero', passwordReset: 'Chi gestisce il server ha impostato una nuova password',
            recoveryCodeMade: 'È stato creato un nuovo codice di recupero', lockedMailOpened: 'È stata aperta posta '
                + 'di prima di una reimpostazione', keysRenewed: 'Le chiavi della casella sono state rifatte',
            levelChanged: level => `Il livello è stato cambiato in ${level}`,
            wayInMade: (kind, name) => `Creazione di ${kind}: ${name}`, wayInRevoked: (kind, name) => `Revoca di `
                + `${kind}: ${name}`,
            secondFactorOn: 'Il secondo fattore è stato attivato', secondFactorOff: 'Il secondo fattore è stato '
                + 'disattivato',
            vaultSlotsChanged: 'È cambiato ciò che apre la tua cassaforte', certificatePublished: fingerprint => `È `
                + `stata pubblicata una chiave: ${fingerprint}`, certificateWithdrawn: 'La tua chiave pubblicata è '
                + 'stata ritirata',
            exported: 'Tutta la posta è stata portata via in un file', operator: act => `Chi gestisce il server ha `
                + `fatto questo: ${act}`,
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
            SetDisabled: 'ha disattivato o riattivato l\'account', PublishOpenPgp: 'ha pubblicato una chiave per te',
                WithdrawOpenPgp: 'ha ritirato la tua chiave pubblicata' },
    },
}
