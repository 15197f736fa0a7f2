import type { EmailAddress } from '../jmap/types';
import type { Messages } from './en';
/** What a stranger has written, on one line and without tricks. */
export declare function inert(text: string): string;
/** The same of a piece, whose spaces stand between it and the next. */
export declare function harmlessPiece(text: string): string;
/** The name, or the address where there is none. A name that is itself an address, but another, is not believed. */
export declare function displayName({ name, email }: EmailAddress): string;
/** Of a list, as a row shows it: the first ones, and how many more there are. */
export declare function displayNames(all: readonly EmailAddress[], words: Messages, most?: number): string;
/** As it is written in a field: RFC 5322 section 3.4, quoted where it must be. */
export declare function formatAddress({ name, email }: EmailAddress): string;
/** Of what was typed or pasted: addresses between commas, semicolons or line ends. What is none is given back. */
export declare function parseAddresses(text: string): {
    addresses: EmailAddress[];
    rest: string[];
};
