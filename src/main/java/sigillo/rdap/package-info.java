/**
 * What registries say of a domain: RDAP. Where to ask comes from IANA's file (RFC 9224), answers are read as RFC 9083 has them.
 * Both are strangers' octets: readers are total, and bounded in octets, depth and number.
 */
package sigillo.rdap;
