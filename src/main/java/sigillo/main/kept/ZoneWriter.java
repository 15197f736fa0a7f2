package sigillo.main.kept;

import java.io.IOException;
import java.util.List;
import sigillo.certificates.DnsPublisher;
import sigillo.providers.ProviderZones;
import sigillo.resolver.DnsUpdate;
import sigillo.setup.Publishing;
import sigillo.zone.ZoneRecord;

/** Who lets us change the zones of our domains: a DNS server, or a provider. */
public interface ZoneWriter extends DnsPublisher, Publishing.Publisher {
    static ZoneWriter of(DnsUpdate update) { return new ByUpdate(update); }

    static ZoneWriter of(ProviderZones zones) { return new ByProvider(zones); }

    /** RFC 2136. */
    record ByUpdate(DnsUpdate update) implements ZoneWriter {
        @Override public void addText(String name, String text) throws IOException { update.addText(name, text); }

        @Override public void removeText(String name, String text) throws IOException { update.removeText(name, text); }

        @Override public void change(List<ZoneRecord> remove, List<ZoneRecord> add) throws IOException { update.change(remove, add); }
    }

    /** By its own interface. */
    record ByProvider(ProviderZones zones) implements ZoneWriter {
        @Override public void addText(String name, String text) throws IOException { zones.addText(name, text); }

        @Override public void removeText(String name, String text) throws IOException { zones.removeText(name, text); }

        @Override public void change(List<ZoneRecord> remove, List<ZoneRecord> add) throws IOException { zones.change(remove, add); }
    }
}
