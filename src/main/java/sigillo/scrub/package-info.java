/**
 * Reads everything that a store keeps, slowly, so that what the disk has changed is found while there is still a copy
 * of it elsewhere, and not on the day when it is wanted. Knows rows and blobs by the store's own interface, whose reads
 * verify checksums; says of what is damaged whose it is and of what kind, never what was in it.
 */
package sigillo.scrub;
