/// Certificates for 127.0.0.1 that are good for nothing but tests.
///
/// Made once with fixed dates, so that nothing here runs out: the root holds from 2020 to 2199, and the leaves differ in
/// their dates and in the address they are for. All leaves share one key.
package enum TestCertificates {
    /// Signed all others.
    package static let root = """
        -----BEGIN CERTIFICATE-----
        MIIBajCCARGgAwIBAgIBATAKBggqhkjOPQQDAjAcMRowGAYDVQQDDBFEb21vdm95
        IHRlc3Qgcm9vdDAgFw0yMDAxMDEwMDAwMDBaGA8yMTk5MDEwMTAwMDAwMFowHDEa
        MBgGA1UEAwwRRG9tb3ZveSB0ZXN0IHJvb3QwWTATBgcqhkjOPQIBBggqhkjOPQMB
        BwNCAASUk7/XDH3KRuuMtdUBnex63NrKARABhQJDw9ijh6gdGcjz4VSTcmGF2EA8
        ajGoUVoKdeKIsmA0KGp0aNa/LFjUo0IwQDAPBgNVHRMBAf8EBTADAQH/MA4GA1Ud
        DwEB/wQEAwIBhjAdBgNVHQ4EFgQUD7cHsV8roUDE87FKvYn7mRjbqqYwCgYIKoZI
        zj0EAwIDRwAwRAIgK7StcatfVImEPyqubcrz61GqROVapMDs6Jh/T/L58qUCIAUO
        c0ECy97fac9XaTTB2+OUt5kitHKIT6fVLf3xTMYj
        -----END CERTIFICATE-----
        """

    /// The private key of all leaves.
    package static let key = """
        -----BEGIN PRIVATE KEY-----
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgF3yJD8cm/IM2UD35
        IlwdSxObrTi5o7NqXFOaQnBK/7uhRANCAAS2Y19r6J27oHaFqXENQzj89sPqTAwP
        3u0RqMz4zjmpA4+FuuWmmK0dODywmF8vtFtxYOLyFHJHyi8iG39L4Cau
        -----END PRIVATE KEY-----
        """

    /// A key of no leaf.
    package static let otherKey = """
        -----BEGIN PRIVATE KEY-----
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgbbBtaX2aESiDci3p
        56a9U0oclVSIgA9LyKBZlk7KY8+hRANCAARge6Ko4rLnLtivTfS/23bPO+B+zyvU
        FIpm8jwVPMpeZrfDi8o/GWSjOW4kROjZGihlv/j9iQxSIG8VyICJGKR1
        -----END PRIVATE KEY-----
        """

    /// Valid until 2199.
    package static let good = """
        -----BEGIN CERTIFICATE-----
        MIIBhDCCASmgAwIBAgIBAjAKBggqhkjOPQQDAjAcMRowGAYDVQQDDBFEb21vdm95
        IHRlc3Qgcm9vdDAgFw0yMDAxMDEwMDAwMDBaGA8yMTk5MDEwMTAwMDAwMFowFDES
        MBAGA1UEAwwJbG9jYWxob3N0MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEtmNf
        a+idu6B2halxDUM4/PbD6kwMD97tEajM+M45qQOPhbrlppitHTg8sJhfL7RbcWDi
        8hRyR8ovIht/S+AmrqNiMGAwGgYDVR0RBBMwEYcEfwAAAYIJbG9jYWxob3N0MAwG
        A1UdEwEB/wQCMAAwEwYDVR0lBAwwCgYIKwYBBQUHAwEwHwYDVR0jBBgwFoAUD7cH
        sV8roUDE87FKvYn7mRjbqqYwCgYIKoZIzj0EAwIDSQAwRgIhAJRvwb0reDO2sDf6
        9OAsRvfjmFObWdDsKERXKTC6fFg4AiEAhh/O40fOMfIx00ufBiUnu7TnocPQHayp
        Pj6l2z+J+yE=
        -----END CERTIFICATE-----
        """

    /// Valid from 2190 on.
    package static let notYetValid = """
        -----BEGIN CERTIFICATE-----
        MIIBhTCCASugAwIBAgIBAzAKBggqhkjOPQQDAjAcMRowGAYDVQQDDBFEb21vdm95
        IHRlc3Qgcm9vdDAiGA8yMTkwMDEwMTAwMDAwMFoYDzIxOTkwMTAxMDAwMDAwWjAU
        MRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAAS2
        Y19r6J27oHaFqXENQzj89sPqTAwP3u0RqMz4zjmpA4+FuuWmmK0dODywmF8vtFtx
        YOLyFHJHyi8iG39L4Cauo2IwYDAaBgNVHREEEzARhwR/AAABgglsb2NhbGhvc3Qw
        DAYDVR0TAQH/BAIwADATBgNVHSUEDDAKBggrBgEFBQcDATAfBgNVHSMEGDAWgBQP
        twexXyuhQMTzsUq9ifuZGNuqpjAKBggqhkjOPQQDAgNIADBFAiBmZaB6Il6bY5Sk
        LkJ5ENNU87Q46gtZ7XfMtm4srOEzdAIhAOXzE7bOK+Ib9UOau0yuAXhzWYj5K4E0
        449VVvCw5oiG
        -----END CERTIFICATE-----
        """

    /// Valid until 2021.
    package static let expired = """
        -----BEGIN CERTIFICATE-----
        MIIBgTCCASegAwIBAgIBBDAKBggqhkjOPQQDAjAcMRowGAYDVQQDDBFEb21vdm95
        IHRlc3Qgcm9vdDAeFw0yMDAxMDEwMDAwMDBaFw0yMTAxMDEwMDAwMDBaMBQxEjAQ
        BgNVBAMMCWxvY2FsaG9zdDBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABLZjX2vo
        nbugdoWpcQ1DOPz2w+pMDA/e7RGozPjOOakDj4W65aaYrR04PLCYXy+0W3Fg4vIU
        ckfKLyIbf0vgJq6jYjBgMBoGA1UdEQQTMBGHBH8AAAGCCWxvY2FsaG9zdDAMBgNV
        HRMBAf8EAjAAMBMGA1UdJQQMMAoGCCsGAQUFBwMBMB8GA1UdIwQYMBaAFA+3B7Ff
        K6FAxPOxSr2J+5kY26qmMAoGCCqGSM49BAMCA0gAMEUCIQC9WqQeYHo/tG9MBdCi
        kKtw/+NB+o8a8EFkU8K2S8GXFQIgKK3ZsW3ltCw7zpz7E1xcMjgO+bQGm1E3t2PO
        qRoMmVw=
        -----END CERTIFICATE-----
        """

    /// Valid, but for 192.0.2.1.
    package static let otherHost = """
        -----BEGIN CERTIFICATE-----
        MIIBhzCCAS2gAwIBAgIBBTAKBggqhkjOPQQDAjAcMRowGAYDVQQDDBFEb21vdm95
        IHRlc3Qgcm9vdDAgFw0yMDAxMDEwMDAwMDBaGA8yMTk5MDEwMTAwMDAwMFowFDES
        MBAGA1UEAwwJbG9jYWxob3N0MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEtmNf
        a+idu6B2halxDUM4/PbD6kwMD97tEajM+M45qQOPhbrlppitHTg8sJhfL7RbcWDi
        8hRyR8ovIht/S+AmrqNmMGQwHgYDVR0RBBcwFYcEwAACAYINb3RoZXIuZXhhbXBs
        ZTAMBgNVHRMBAf8EAjAAMBMGA1UdJQQMMAoGCCsGAQUFBwMBMB8GA1UdIwQYMBaA
        FA+3B7FfK6FAxPOxSr2J+5kY26qmMAoGCCqGSM49BAMCA0gAMEUCIFW78WKrMPY0
        FPWyMuKIMwL0oUvJ1QNPO1zRR7KLShhOAiEAqOE/hE+SIZTAFXNhD8yVSrebdiGm
        4TJ4ZYgcEQcXfzs=
        -----END CERTIFICATE-----
        """
}
