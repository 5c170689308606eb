"""The staff's and providers' pages for group orders."""
