# SPDX-License-Identifier: GPL-3.0-or-later
"""The second reader of codes against published vectors."""
import os
import sys
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import seal


class Published(unittest.TestCase):
    def test_base45_of_rfc_9285(self):
        for text, plain in (("BB8", b"AB"), ("%69 VD92EX0", b"Hello!!"), ("UJCLQE7W581", b"base-45"), ("QED8WEX0", b"ietf!")):
            self.assertEqual(seal.base45(text), plain)

    def test_base45_refuses_too_much(self):
        with self.assertRaises(OverflowError):
            seal.base45(":::")

    def test_ed25519_of_rfc_8032(self):
        """Test 2 of section 7.1: one byte, 0x72."""
        public = bytes.fromhex("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c")
        signature = bytes.fromhex("92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
                                  "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00")
        self.assertTrue(seal.verifies(public, b"\x72", signature))
        self.assertFalse(seal.verifies(public, b"\x73", signature))


if __name__ == "__main__":
    unittest.main()
