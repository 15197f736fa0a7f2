package sigillo.doctor;

import java.net.URI;
import java.util.Optional;
import sigillo.base.Address;

/** Who is told of troubles: an address elsewhere by mail, and a program by HTTPS, whose address may be a secret. */
public record DoctorSettings(Optional<Address> mailTo, Optional<URI> webhook) {
    @Override public String toString() { return "DoctorSettings[" + mailTo + "]"; }
}
