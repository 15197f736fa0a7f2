package sigillo.web;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import sigillo.base.Address;
import sigillo.certificates.Shown;
import sigillo.providers.Access;
import sigillo.zone.Finding;

/** What the pages of set-up have done by a server that knows its name. Any thread. */
public interface SetupLater {
    /** What became of a new account. */
    sealed interface Made {
        /** {@code code}: the recovery code, for its owner's eyes, once. */
        record Done(String code) implements Made {}

        /** In a sentence. */
        record Not(String why) implements Made {}
    }

    /** Who lets us change the zone, and by what. */
    sealed interface ZoneWay {}

    /** A provider. */
    record ZoneToken(Access access) implements ZoneWay {}

    /** A DNS server (RFC 2136); {@code secret}: the key, in base64. */
    record ZoneKey(InetSocketAddress server, String name, String algorithm, String secret) implements ZoneWay {
        @Override public String toString() { return "ZoneKey[" + server + ", " + name + "]"; }
    }

    /** What became of publishing. */
    sealed interface Published {
        /** {@code left}: those that are their owner's to change. */
        record Done(int records, int left) implements Published {}

        /** In a sentence. */
        record Not(String why) implements Published {}
    }

    /** With its domain. Blocks for some hashes. */
    Made account(Address address, String password);

    /** What DNS shows of the domain, some seconds old; empty before the first look is done. Begins another when that is old. */
    Optional<List<Finding>> records();

    /** Whether a key is known by which this server changes the zone. */
    boolean isZoneOurs();

    /** Blocks while DNS servers or the provider are asked. {@code way}: empty for the one that is known; a new one is written down. */
    Published publish(Optional<ZoneWay> way, boolean takesMail);

    /** {@code own}: addresses of this machine, of which nobody outside reaches one; {@code named}: public ones to which DNS leads who asks for its name. */
    record Behind(List<InetAddress> own, List<InetAddress> named) {}

    /** Empty where an address is public, and before that was looked at. */
    Optional<Behind> behind();

    /** Begins what waits for DNS: certificates are ordered from now on. */
    void watch();

    Shown certificates();

    /** An order that failed is tried again at once, as often as authorities bear it. Empty when it is; else why not. */
    Optional<String> orderAgain();

    /** Messages that have come for the account. */
    long messages();
}
