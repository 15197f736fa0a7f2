package sigillo.dns;

/** Which records are asked for. RFC 1035 section 3.2.2, RFC 3596 section 2.1. */
public enum DnsType { A, AAAA, MX, PTR, TXT }
