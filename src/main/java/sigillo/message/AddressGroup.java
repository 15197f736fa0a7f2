package sigillo.message;

import java.util.List;

/** A group, {@code name: member, member;}, as in {@code undisclosed-recipients:;}. */
public record AddressGroup(String rawName, List<NamedAddress> members) implements AddressEntry {
    public AddressGroup { members = List.copyOf(members); }

    /** Of decoded text; for messages we write. */
    public static AddressGroup of(String name, List<NamedAddress> members) { return new AddressGroup(NamedAddress.octets(name), members); }

    public String name() { return HeaderText.name(rawName); }
}
