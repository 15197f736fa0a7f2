package sigillo.arc;

import sigillo.dkim.DkimSignature;
import sigillo.message.HeaderField;

/** The three fields of one hop: RFC 8617 section 4.2. {@code seal} is read, the message signature too. */
record ArcSet(HeaderField results, HeaderField messageField, DkimSignature message, HeaderField sealField,
              ArcSeal seal) {}
