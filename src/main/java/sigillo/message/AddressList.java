package sigillo.message;

import java.util.ArrayList;
import java.util.List;
import sigillo.base.Address;

/** The addresses of a header field, in order. */
public record AddressList(List<AddressEntry> entries) {
    public static final AddressList EMPTY = new AddressList(List.of());
    /** Entries behind are dropped: no field of real mail comes near. */
    public static final int ENTRIES_MAX = 20_000;

    public AddressList { entries = List.copyOf(entries); }

    /** Reads a raw field value; total and linear. */
    public static AddressList parse(String raw) { return new AddressList(new AddressParser(raw).entries()); }

    public boolean isEmpty() { return entries.isEmpty(); }

    /** Single addresses and the members of groups, in order. */
    public List<NamedAddress> flat() {
        var all = new ArrayList<NamedAddress>();
        for (var entry : entries) {
            switch (entry) {
                case NamedAddress one -> all.add(one);
                case AddressGroup group -> all.addAll(group.members());
            }
        }
        return all;
    }

    /** Those to which mail can be sent, in order. */
    public List<Address> addresses() {
        var all = new ArrayList<Address>();
        for (var one : flat()) one.address().ifPresent(all::add);
        return all;
    }

    public AddressList or(AddressList other) { return isEmpty() ? other : this; }
}
