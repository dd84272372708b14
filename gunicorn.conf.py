"""How gunicorn serves careplan when it is started in this folder: `gunicorn wsgi:app`. Options on its line win."""

worker_class = "careplan.serving.WholeRequests"
workers = 2
threads = 4
control_socket_disable = True
