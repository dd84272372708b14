"""Small numbers for readers outside the service: no cell from 1 to 4, and no way back to one."""
