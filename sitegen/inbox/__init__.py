"""The preview's form inbox: what each form's backend would have received.

In a preview every form goes to a stand-in of its backend on this computer (``detour`` leads it
there, ``standins`` judges it), which answers as the backend would. ``store`` keeps what came,
``page`` shows it, ``handlers`` connects all of them to the preview's server.
"""
