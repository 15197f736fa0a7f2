package sigillo.main.mail;

import java.net.InetAddress;
import java.util.Optional;
import sigillo.base.Address;
import sigillo.filter.Filter;
import sigillo.smtpd.AddressBudget;

/** Who is known at the doors: by what the filter remembers. */
public record Familiar(Filter filter) implements AddressBudget.Known {
    @Override public Who of(InetAddress client, Optional<Address> sender, Address recipient) {
        if (filter.isGood(client)) return Who.BY_NETWORK;
        return sender.filter(one -> filter.hasWritten(recipient, one)).isPresent() ? Who.BY_NAME : Who.NOBODY;
    }
}
