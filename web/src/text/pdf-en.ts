/** What people read where a PDF is shown, in English. Loaded with the first of them. */
export const pdfEn = {
    pages: 'Pages',
    page: (number: number) => `Page ${number}`,
    pageNumber: 'Page',
    of: (count: string) => `of ${count}`,
    previous: 'Previous page',
    next: 'Next page',
    smaller: 'Smaller',
    larger: 'Larger',
    zoom: (percent: string) => `${percent} of the width`,
    opening: 'The PDF is being opened.',
    isLocked: 'This PDF is encrypted. Its password opens it here, and goes nowhere else.',
    password: 'Password of the PDF',
    isWrong: 'That is not its password.',
    unlock: 'Open',
    refused: {
        broken: 'This PDF is damaged, or it is none. It can be saved.',
        tooLong: 'This PDF takes too long to be shown here. It can be saved.',
        password: 'This PDF is encrypted. It can be saved.',
        lost: 'What shows a PDF could not be loaded. It can be saved.',
    },
    pageTooLong: 'This page takes too long to be drawn here.',
    pageBroken: 'This page is damaged.',
    onlyFirst: (shown: string, all: string) => `The first ${shown} of ${all} pages are shown.`,
    link: (where: string) => `Link to ${where}`,
    leadsTo: 'This link leads to',
    follow: 'Open the link',
    forget: 'Do not open it',
}

export type PdfWords = typeof pdfEn
