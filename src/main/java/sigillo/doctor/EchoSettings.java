package sigillo.doctor;

import java.time.Duration;
import sigillo.base.Address;

/** Who elsewhere answers each mail by another. {@code every}: so often one is sent; {@code within}: so long the answer may take. */
public record EchoSettings(Address to, Duration every, Duration within) {}
