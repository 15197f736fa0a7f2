package sigillo.preflight;

import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sigillo.base.Domain;
import sigillo.dns.Lookup;

/**
 * Which checks there are, in the order in which they are told. {@code dns} and {@code dial}: the world outside, or that of a
 * test.
 */
public record Checks(Lookup dns, Dial dial, List<String> receivers, List<Integer> ports) {
    private static final Path MEMINFO = Path.of("/proc/meminfo");

    /** {@code own}: the addresses of this machine, or that of its router. {@code data}: where mail is to be kept. */
    public List<Check> of(Optional<Domain> domain, List<InetAddress> own, Path data) {
        var open = OwnAddresses.reachable(own);
        var checks = new ArrayList<Check>();
        checks.add(new Check(OwnAddresses.NAME, () -> OwnAddresses.judge(own)));
        checks.add(new Check(ReverseNames.NAME, () -> ReverseNames.judge(open, dns)));
        domain.ifPresent(one -> checks.add(new Check(MailRoute.NAME, () -> MailRoute.judge(one, open, dns))));
        checks.add(new Check(OutgoingMail.NAME, () -> OutgoingMail.judge(OutgoingMail.look(receivers, dns, dial))));
        checks.add(new Check(Ports.NAME, () -> Ports.judge(Ports.look(ports))));
        checks.add(new Check(Room.DISK, () -> Room.disk(data, Room.free(data))));
        checks.add(new Check(Room.MEMORY, () -> Room.memory(Room.available(Files.readString(MEMINFO)))));
        return List.copyOf(checks);
    }
}
