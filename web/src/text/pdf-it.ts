import type { PdfWords } from './pdf-en'

/** Lo stesso in italiano. */
export const pdfIt = {
    pages: 'Pagine',
    page: (number: number) => `Pagina ${number}`,
    pageNumber: 'Pagina',
    of: (count: string) => `di ${count}`,
    previous: 'Pagina precedente',
    next: 'Pagina successiva',
    smaller: 'Più piccolo',
    larger: 'Più grande',
    zoom: (percent: string) => `${percent} della larghezza`,
    opening: 'Il PDF si sta aprendo.',
    isLocked: 'Questo PDF è cifrato. La sua password lo apre qui e non va da nessun’altra parte.',
    password: 'Password del PDF',
    isWrong: 'Non è la sua password.',
    unlock: 'Apri',
    refused: {
        broken: 'Questo PDF è danneggiato, o non è un PDF. Lo puoi salvare.',
        tooLong: 'Questo PDF richiede troppo tempo per essere mostrato qui. Lo puoi salvare.',
        password: 'Questo PDF è cifrato. Lo puoi salvare.',
        lost: 'Ciò che mostra i PDF non si è potuto caricare. Lo puoi salvare.',
    },
    pageTooLong: 'Questa pagina richiede troppo tempo per essere disegnata qui.',
    pageBroken: 'Questa pagina è danneggiata.',
    onlyFirst: (shown: string, all: string) => `Si vedono le prime ${shown} di ${all} pagine.`,
    link: (where: string) => `Link a ${where}`,
    leadsTo: 'Questo link porta a',
    follow: 'Apri il link',
    forget: 'Non aprirlo',
} satisfies PdfWords
