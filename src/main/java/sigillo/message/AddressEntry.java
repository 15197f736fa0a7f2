package sigillo.message;

/** What stands between two commas of an address list. RFC 5322 section 3.4. */
public sealed interface AddressEntry permits NamedAddress, AddressGroup {}
