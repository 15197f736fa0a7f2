package sigillo.message;

import java.util.List;

/** Writes addresses into a field. RFC 5322 section 3.4. */
final class AddressWriter {
    private AddressWriter() {}

    static void write(HeaderLine line, AddressEntry entry, String behind) {
        switch (entry) {
            case NamedAddress one -> address(line, one, behind);
            case AddressGroup group -> {
                line.phrase(group.name()).piece(":");
                List<NamedAddress> members = group.members();
                int left = members.size();
                for (var member : members) address(line, member, --left > 0 ? "," : "");
                line.piece(";" + behind);
            }
        }
    }

    private static void address(HeaderLine line, NamedAddress one, String behind) {
        var address = one.address()
            .orElseThrow(() -> new IllegalArgumentException("no mail can be sent to " + one.addrSpec()));
        var name = one.name().strip();
        if (name.isEmpty()) line.piece(address + behind);
        else line.phrase(name).piece("<" + address + ">" + behind);
    }
}
