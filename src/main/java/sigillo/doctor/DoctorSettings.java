package sigillo.doctor;

import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sigillo.base.Address;

/**
 * Who is told of troubles: an address elsewhere by mail, and a program by HTTPS, whose address may be a secret. {@code timeServers}: who is
 * asked what time it is; those of all the world where it is empty. {@code seenAt}: where others find listeners, by their names, when a router or a proxy is in front. {@code echo}: who answers mail.
 */
public record DoctorSettings(Optional<Address> mailTo, Optional<URI> webhook, List<InetSocketAddress> timeServers,
        Map<String, InetSocketAddress> seenAt, Optional<EchoSettings> echo) {
    public DoctorSettings {
        timeServers = List.copyOf(timeServers);
        seenAt = Map.copyOf(seenAt);
    }


    @Override public String toString() { return "DoctorSettings[" + mailTo + "]"; }
}
