"""The sort plan: its rules, its faults, and which bin a parcel goes to."""
